package lwt.direct;
