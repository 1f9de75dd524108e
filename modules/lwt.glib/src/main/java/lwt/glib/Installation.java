package lwt.glib;

/// What [LwtGlib#remove] undoes.
interface Installation {
    void remove();
}
