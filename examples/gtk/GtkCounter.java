import module java.base;
import module lwt.glib;

import org.gnome.gtk.*;
import org.javagi.interop.Interop;

/// Counts the seconds in a window, and counts down at each click.
///
/// `./lwt run examples/gtk/GtkCounter.java`. It ends when the window is closed. It needs GTK 4 (Debian:
/// libgtk-4-1), which java-gi calls. The same in Swing is examples/SwingCounter.java.
void main() throws Exception {
    if (SymbolLookups.of("libgtk-4.so.1").isEmpty()) {
        stop("GTK 4 is not installed: libgtk-4.so.1 was not found (Debian: apt-get install libgtk-4-1)");
    }
    OldGlib.help();
    if (!Gtk.initCheck()) {
        stop("there is no display (DISPLAY or WAYLAND_DISPLAY is not set)");
    }
    LwtGlib.install();
    LwtMain.run(Lwt.pick(open(), countUp()));
}

void stop(String why) {
    System.err.println("GtkCounter: " + why);
    System.exit(1);
}

int count;
Label label;

/// Resolves when the window is closed.
Promise<Void> open() {
    Resolver<Void> closed = Lwt.task();
    var window = new Window();
    label = new Label("0");
    label.setVexpand(true);
    var down = Button.withLabel("Count down");
    down.onClicked(LwtGlib.guarded(() -> show(count - 1))::run);
    var close = Button.withLabel("Close");
    close.onClicked(window::close);

    var box = new Box(Orientation.VERTICAL, 0);
    box.append(close);
    box.append(label);
    box.append(down);
    window.setTitle("GtkCounter");
    window.setDefaultSize(240, 160);
    window.setDecorated(false);
    window.setChild(box);
    window.onCloseRequest(() -> {
        closed.wakeup(null);
        return false;
    });
    window.present();
    return closed.promise();
}

/// On the thread of GTK: the count needs no lock, and the label may be set.
Promise<Void> countUp() {
    return LwtUnix.sleep(Duration.ofSeconds(1)).bind(_ -> {
        show(count + 1);
        return countUp();
    });
}

void show(int next) {
    count = next;
    label.setMarkup("<span size='48pt'>" + count + "</span>");
    IO.println(count);
}

@SuppressWarnings("restricted") // C is called
static final class SymbolLookups {
    static Optional<SymbolLookup> of(String library) {
        try {
            return Optional.of(SymbolLookup.libraryLookup(library, Arena.global()));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}

/// java-gi 0.14 wants GLib 2.76, if only for one function, which nobody calls here. For older ones, gcc makes that.
static final class OldGlib {
    private static final String MISSING = "g_bookmark_file_get_type";

    static void help() throws Exception {
        boolean has = SymbolLookups.of("libgobject-2.0.so.0")
                .filter(library -> library.find(MISSING).isPresent())
                .isPresent();
        if (has) {
            return;
        }
        Path folder = Files.createTempDirectory("gtk-counter");
        Path source = folder.resolve("shim.c");
        Path library = folder.resolve("libshim.so");
        Files.writeString(source, "unsigned long " + MISSING + "(void) { return 0; }\n");
        int status = new ProcessBuilder("gcc", "-shared", "-fPIC", "-o", library.toString(), source.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException("this GLib is older than 2.76, and gcc does not make what it lacks");
        }
        Interop.loadLibrary(library.toString());
        for (Path file : List.of(source, library, folder)) {
            Files.delete(file);
        }
    }
}
