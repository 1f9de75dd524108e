package lwt.testkit;
