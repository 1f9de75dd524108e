1 + 1
"text"
'c'
new int[] {1, 2}
int x
x = 3
var t = Lwt.of(7)
t
t = LwtMain.yieldNow().map(_ -> 8)
int f(int n) { return g(n); }
int g(int n) { return n + 1; }
f(1)
record Pair(int a, int b) {}
new Pair(1, 2)
enum Color3 { RED }
interface I { int call(); }
I i = () -> 3
if (x > 2) {
  System.out.println("more");
} else {
  System.out.println("less");
}
import java.util.zip.CRC32
/* a
   comment */ x + /* within */ 1 // and at the end
x; x + 1
LwtIo.print("half a line")
/vars
/nothing
