import module lwt.text;

import lwt.text.Key; // lwt has a Key as well

// Shows what the terminal sends for each key, and which key that is, until Escape.
void main() {
    LwtMain.run(() -> LwtTerm.withRawMode(
            () -> LwtText.printl("Press keys; Escape ends.").then(this::showKeys)));
}

Promise<Void> showKeys() {
    return LwtTerm.parseKeyRaw(LwtText.stdin()).bind(sequence -> {
        var key = Key.decode(sequence);
        return LwtText.printlf("%s is %s", Key.of(sequence), key)
                .then(() -> key.equals(Key.ESCAPE) ? Lwt.unit() : showKeys());
    });
}
