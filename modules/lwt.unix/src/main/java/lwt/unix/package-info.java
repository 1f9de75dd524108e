package lwt.unix;
