package lwt;
