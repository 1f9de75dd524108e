// “Text channels”, “Terminal utilities”: without a terminal there are no styles
import static lwt.text.LwtTerm.*;
var name = "Jérémie"
await(LwtText.printlf("My name is %s", name))
printlc(fg(lwt.text.Color.BLUE), bold(), text("foo"))
