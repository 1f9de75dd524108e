import java.time.Duration; // the desktop has another one

import module java.desktop;
import module lwt.awt;

/// Counts the seconds in a window, and counts down at each click.
///
/// `./lwt run examples/SwingCounter.java`. It ends when the window is closed. The same in GTK is
/// examples/gtk/GtkCounter.java.
void main() {
    if (GraphicsEnvironment.isHeadless()) {
        System.err.println("SwingCounter: there is no display (DISPLAY is not set)");
        System.exit(1);
    }
    LwtAwt.install();
    EventQueue.invokeLater(this::open);
}

int count;
final JLabel label = new JLabel("0", SwingConstants.CENTER);

void open() {
    var down = new JButton("Count down");
    down.addActionListener(_ -> show(count - 1));
    var close = new JButton("Close");
    label.setFont(label.getFont().deriveFont(48f));

    var frame = new JFrame("SwingCounter");
    frame.add(label, BorderLayout.CENTER);
    frame.add(down, BorderLayout.SOUTH);
    frame.add(close, BorderLayout.NORTH);
    frame.setSize(240, 160);
    close.addActionListener(_ -> frame.dispose());
    frame.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
    Promise<Void> counting = countUp();
    frame.addWindowListener(new WindowAdapter() {
        @Override
        public void windowClosed(WindowEvent event) {
            counting.cancel(); // then nothing is waited for any more, and the program ends
        }
    });
    frame.setVisible(true);
}

/// On the event thread, as the listeners: the count needs no lock, and the label may be set.
Promise<Void> countUp() {
    return LwtUnix.sleep(Duration.ofSeconds(1)).bind(_ -> {
        show(count + 1);
        return countUp();
    });
}

void show(int next) {
    count = next;
    label.setText(String.valueOf(count));
    IO.println(count);
}
