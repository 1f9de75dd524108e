// “Lwt concepts”: a thread that reads from a pipe
var pipe = LwtIo.pipe()
var ic = pipe.input()
var oc = pipe.output()
var t = ic.readChar()
t.state()
oc.writeChar('a')
await(oc.flush())
t
t.state()
