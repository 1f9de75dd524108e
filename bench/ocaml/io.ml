(* The original's side of the I/O benchmarks.

     io echo | io echo-channels | io accept    a server; prints "port N"
     io pipe SIZE ROUNDS | io file PATH SIZE | io job FLIGHT ROUNDS | io access FLIGHT ROUNDS | io wake ROUNDS | io timers COUNT
                                               nanoseconds each, five times *)
open Lwt.Infix

let () = Lwt_engine.set (new Lwt_engine.libev ~backend:Lwt_engine.Ev_backend.epoll ())
let () = Sys.set_signal Sys.sigpipe Sys.Signal_ignore

(* Servers *)

let rec write_all fd buffer from length =
  if length = 0 then Lwt.return_unit
  else Lwt_unix.write fd buffer from length >>= fun n -> write_all fd buffer (from + n) (length - n)

let echo fd =
  let buffer = Bytes.create 65536 in
  let rec loop () =
    Lwt_unix.read fd buffer 0 65536 >>= function
    | 0 -> Lwt_unix.close fd
    | n -> write_all fd buffer 0 n >>= loop
  in
  Lwt.catch loop (fun _ -> Lwt_unix.close fd)

let echo_channels fd =
  let input = Lwt_io.of_fd ~mode:Lwt_io.input fd in
  let output = Lwt_io.of_fd ~mode:Lwt_io.output ~close:(fun () -> Lwt.return_unit) fd in
  let buffer = Bytes.create 65536 in
  let rec loop () =
    Lwt_io.read_into input buffer 0 65536 >>= function
    | 0 -> Lwt_unix.close fd
    | n ->
      Lwt_io.write_from_exactly output buffer 0 n >>= fun () ->
      Lwt_io.flush output >>= loop
  in
  Lwt.catch loop (fun _ -> Lwt_unix.close fd)

let serve handle =
  let socket = Lwt_unix.socket Unix.PF_INET Unix.SOCK_STREAM 0 in
  Lwt_unix.setsockopt socket Unix.SO_REUSEADDR true;
  Lwt_main.run
    (Lwt_unix.bind socket (Unix.ADDR_INET (Unix.inet_addr_loopback, 0)) >>= fun () ->
     Lwt_unix.listen socket 4096;
     (match Lwt_unix.getsockname socket with
      | Unix.ADDR_INET (_, port) -> Printf.printf "port %d\n%!" port
      | Unix.ADDR_UNIX _ -> assert false);
     let rec accept () =
       Lwt_unix.accept socket >>= fun (fd, _) ->
       Lwt.async (fun () -> handle fd);
       accept ()
     in
     accept ())

let with_no_delay handle fd =
  Lwt_unix.setsockopt fd Unix.TCP_NODELAY true;
  handle fd

(* One program after the other; each prints nanoseconds per operation. *)

let measure ?(clock = Unix.gettimeofday) operations body =
  body ();
  for _ = 1 to 5 do
    let start = clock () in
    body ();
    Printf.printf "%.1f\n%!" ((clock () -. start) *. 1e9 /. float operations)
  done

let rec repeat n f = if n = 0 then Lwt.return_unit else f () >>= fun _ -> repeat (n - 1) f

let pipe size rounds =
  let reader, writer = Lwt_unix.pipe () in
  let buffer = Bytes.make size 'x' in
  measure rounds (fun () ->
      Lwt_main.run
        (repeat rounds (fun () ->
             let read = Lwt_unix.read reader buffer 0 size in
             Lwt_unix.write writer buffer 0 size >>= fun _ -> read)))

let file path size =
  let buffer = Bytes.create size in
  let pieces = (Unix.stat path).Unix.st_size / size in
  measure pieces (fun () ->
      Lwt_main.run
        (Lwt_unix.openfile path [Unix.O_RDONLY] 0 >>= fun fd ->
         let rec loop () = Lwt_unix.read fd buffer 0 size >>= function 0 -> Lwt_unix.close fd | _ -> loop () in
         loop ()))

let jobs flight rounds job =
  Lwt_unix.set_pool_size 2;
  measure rounds (fun () -> Lwt_main.run (Lwt.join (List.init flight (fun _ -> repeat (rounds / flight) job))))

external nothing_job : unit -> unit Lwt_unix.job = "bench_nothing_job"

let nothing () = Lwt_unix.run_job (nothing_job ())
let access () = Lwt_unix.access "/" []

(* A thread of the system answers each turn of the loop. *)
let wake rounds =
  let mutex = Mutex.create () and condition = Condition.create () in
  let turn = ref false and resolver = ref None in
  let notification =
    Lwt_unix.make_notification (fun () ->
        match !resolver with
        | Some r -> resolver := None; Lwt.wakeup r ()
        | None -> ())
  in
  let _answer =
    Thread.create
      (fun () ->
         while true do
           Mutex.lock mutex;
           while not !turn do Condition.wait condition mutex done;
           turn := false;
           Mutex.unlock mutex;
           Lwt_unix.send_notification notification
         done)
      ()
  in
  measure (2 * rounds) (fun () ->
      Lwt_main.run
        (repeat rounds (fun () ->
             let promise, r = Lwt.wait () in
             resolver := Some r;
             Mutex.lock mutex;
             turn := true;
             Condition.signal condition;
             Mutex.unlock mutex;
             promise)))

(* CPU time: the sleeps themselves take time that nobody works in. *)
let timers count =
  measure ~clock:Sys.time count (fun () ->
      Lwt_main.run (Lwt.join (List.init count (fun _ -> Lwt_unix.sleep (Random.float 1.5)))))

let () =
  let number k = int_of_string Sys.argv.(k) in
  match Sys.argv.(1) with
  | "echo" -> serve (with_no_delay echo)
  | "echo-channels" -> serve (with_no_delay echo_channels)
  | "accept" -> serve Lwt_unix.close
  | "pipe" -> pipe (number 2) (number 3)
  | "file" -> file Sys.argv.(2) (number 3)
  | "job" -> jobs (number 2) (number 3) nothing
  | "access" -> jobs (number 2) (number 3) access
  | "wake" -> wake (number 2)
  | "timers" -> timers (number 2)
  | other -> prerr_endline ("no such program: " ^ other); exit 2
