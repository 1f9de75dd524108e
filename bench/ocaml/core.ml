(* The workloads of the core group, for the original.

   core measure ID SIZE OPERATIONS SECONDS REPETITIONS
     prints per repetition: nanoseconds and bytes allocated, per operation
     (W15: live bytes per promise, twice)
   core checksum ID SIZE CALLS
     prints the sum of the checksums of so many calls

   Each workload is a function of (calls, size) with its own loop, so that a
   short operation does not pay for an indirect call. *)

open Lwt.Infix

exception Boom

let opaque = Sys.opaque_identity
let next x = (x + 1) land 127

(* What callbacks add to. *)
let sum = ref 0

(* Counts calls; the values and the choice of "one in turn" come from it. *)
let turn = ref 0

let tick () =
  let t = !turn in
  turn := t + 1;
  t

let checksum = ref 0
let consume x = checksum := !checksum + x
let check condition what = if not condition then failwith what

let value p =
  match Lwt.state p with
  | Lwt.Return v -> v
  | Lwt.Fail e -> raise e
  | Lwt.Sleep -> failwith "still pending"

let is_pending p = match Lwt.state p with Lwt.Sleep -> true | _ -> false

let is_canceled p =
  match Lwt.state p with Lwt.Fail Lwt.Canceled -> true | _ -> false

let resolved = Array.init 1024 (fun k -> Lwt.return (k land 127))

let eight =
  [| (fun x -> Lwt.return ((x + 1) land 127));
     (fun x -> Lwt.return ((x + 2) land 127));
     (fun x -> Lwt.return ((x + 3) land 127));
     (fun x -> Lwt.return ((x + 4) land 127));
     (fun x -> Lwt.return ((x + 5) land 127));
     (fun x -> Lwt.return ((x + 6) land 127));
     (fun x -> Lwt.return ((x + 7) land 127));
     (fun x -> Lwt.return ((x + 8) land 127)) |]

let map_resolved calls _ =
  for _ = 1 to calls do
    consume (value (opaque (Lwt.map next resolved.(tick () land 1023))))
  done

let bind_resolved calls _ =
  for _ = 1 to calls do
    let p = resolved.(tick () land 1023) in
    consume (value (opaque (Lwt.bind p (fun x -> Lwt.return (next x)))))
  done

let cycle calls _ =
  for _ = 1 to calls do
    let p, r = opaque (Lwt.wait ()) in
    let q = opaque (Lwt.bind p (fun x -> Lwt.return (next x))) in
    Lwt.wakeup r (tick () land 127);
    consume (value q)
  done

let cycle_of_eight calls _ =
  for _ = 1 to calls do
    let t = tick () in
    let p, r = opaque (Lwt.wait ()) in
    let q = opaque (Lwt.bind p eight.(t land 7)) in
    Lwt.wakeup r (t land 127);
    consume (value q)
  done

let chain calls length =
  for _ = 1 to calls do
    let p, r = opaque (Lwt.wait ()) in
    let q = ref p in
    for _ = 1 to length do
      q := Lwt.bind !q (fun x -> Lwt.return (next x))
    done;
    let q = opaque !q in
    Lwt.wakeup r (tick () land 127);
    consume (value q)
  done

let callbacks calls count =
  for _ = 1 to calls do
    let p, r = opaque (Lwt.wait ()) in
    sum := 0;
    for _ = 1 to count do
      Lwt.on_success p (fun x -> sum := !sum + x)
    done;
    Lwt.wakeup r 1;
    check (!sum = count) "callbacks";
    consume !sum
  done

let join calls count =
  for _ = 1 to calls do
    let all = Array.init count (fun _ -> Lwt.wait ()) in
    let joined = opaque (Lwt.join (Array.to_list (Array.map fst all))) in
    Array.iter (fun (_, r) -> Lwt.wakeup r ()) all;
    check (not (is_pending joined)) "join";
    consume 1
  done

let pick calls count =
  for _ = 1 to calls do
    let all = Array.init count (fun _ -> Lwt.task ()) in
    let first = opaque (Lwt.pick (Array.to_list (Array.map fst all))) in
    Lwt.wakeup (snd all.(5)) (tick () land 127);
    check (is_canceled (fst all.(count - 1))) "pick";
    consume (value first)
  done

let choose calls count =
  for _ = 1 to calls do
    let all = Array.init count (fun _ -> Lwt.wait ()) in
    let first = opaque (Lwt.choose (Array.to_list (Array.map fst all))) in
    Lwt.wakeup (snd all.(5)) (tick () land 127);
    consume (value first)
  done

let rec over_pauses rounds =
  if rounds = 0 then Lwt.return_unit
  else Lwt.pause () >>= fun () -> over_pauses (rounds - 1)

let rec wakeup_until_resolved p =
  if is_pending p then begin
    Lwt.wakeup_paused ();
    wakeup_until_resolved p
  end

let pause_loop calls rounds =
  for _ = 1 to calls do
    wakeup_until_resolved (over_pauses rounds);
    consume 1
  done

let pauses = 100

let many_pause_loops calls count =
  for _ = 1 to calls do
    let ends = List.init count (fun _ -> over_pauses pauses) in
    wakeup_until_resolved (Lwt.join ends);
    consume 1
  done

let rec over_resolved rounds =
  if rounds = 0 then Lwt.return_unit
  else Lwt.return_unit >>= fun () -> over_resolved (rounds - 1)

let resolved_loop calls rounds =
  for _ = 1 to calls do
    check (not (is_pending (opaque (over_resolved rounds)))) "loop";
    consume 1
  done

let catch_pending calls _ =
  for _ = 1 to calls do
    let p, r = opaque (Lwt.wait ()) in
    let q = opaque (Lwt.catch (fun () -> p) (fun _ -> Lwt.return 7)) in
    Lwt.wakeup_exn r Boom;
    consume (value q)
  done

let catch_thrown calls _ =
  for _ = 1 to calls do
    let p = resolved.(tick () land 1023) in
    let q =
      Lwt.catch
        (fun () -> Lwt.bind p (fun _ -> raise Boom))
        (fun _ -> Lwt.return 7)
    in
    consume (value (opaque q))
  done

let finalize_pending calls _ =
  for _ = 1 to calls do
    let p, r = opaque (Lwt.wait ()) in
    let q =
      opaque (Lwt.finalize (fun () -> p) (fun () -> incr sum; Lwt.return_unit))
    in
    Lwt.wakeup_exn r Boom;
    (match Lwt.state q with Lwt.Fail Boom -> () | _ -> failwith "finalize");
    consume 1
  done

let try_bind_pending calls _ =
  for _ = 1 to calls do
    let p, r = opaque (Lwt.wait ()) in
    let q =
      opaque
        (Lwt.try_bind
           (fun () -> p)
           (fun x -> Lwt.return (next x))
           (fun _ -> Lwt.return 7))
    in
    Lwt.wakeup_exn r Boom;
    consume (value q)
  done

let cancel_chain calls length =
  for _ = 1 to calls do
    let p, _ = opaque (Lwt.task ()) in
    let q = ref p in
    for _ = 1 to length do
      q := Lwt.bind !q (fun x -> Lwt.return (next x))
    done;
    let q = opaque !q in
    Lwt.cancel q;
    check (is_canceled p && is_canceled q) "cancel";
    consume 1
  done

let key = Lwt.new_key ()
let get () = match Lwt.get key with Some v -> v | None -> failwith "no value"

let with_value calls _ =
  for _ = 1 to calls do
    consume (Lwt.with_value key (Some (tick () land 127)) get)
  done

let value_across_bind calls _ =
  for _ = 1 to calls do
    let p, r = opaque (Lwt.wait ()) in
    let q =
      Lwt.with_value key
        (Some (tick () land 127))
        (fun () -> Lwt.bind p (fun () -> Lwt.return (get ())))
    in
    let q = opaque q in
    Lwt.wakeup r ();
    consume (value q)
  done

let held = ref [||]

let pending calls count =
  for _ = 1 to calls do
    let promises = Array.make count (Lwt.return 0) in
    for k = 0 to count - 1 do
      let p, _ = Lwt.wait () in
      ignore (opaque (Lwt.bind p (fun x -> Lwt.return (next x))));
      promises.(k) <- p
    done;
    held := promises;
    consume count
  done

let mailboxes calls messages =
  for _ = 1 to calls do
    let there = Lwt_mvar.create_empty () and back = Lwt_mvar.create_empty () in
    let total = ref 0 in
    let rec ping rounds =
      if rounds = 0 then Lwt.return_unit
      else
        Lwt_mvar.put there (rounds land 127) >>= fun () ->
        Lwt_mvar.take back >>= fun answer ->
        total := !total + answer;
        ping (rounds - 1)
    and pong rounds =
      if rounds = 0 then Lwt.return_unit
      else
        Lwt_mvar.take there >>= fun message ->
        Lwt_mvar.put back (next message) >>= fun () ->
        pong (rounds - 1)
    in
    let p = ping (messages / 2) in
    let q = pong (messages / 2) in
    check (not (is_pending p || is_pending q)) "a player still waits";
    consume !total
  done

let mutex calls sections =
  for _ = 1 to calls do
    let mutex = Lwt_mutex.create () and count = ref 0 in
    let rec enter left =
      if left = 0 then Lwt.return_unit
      else
        Lwt_mutex.with_lock mutex (fun () -> incr count; Lwt.pause ()) >>= fun () ->
        enter (left - 1)
    in
    for _ = 1 to 100 do Lwt.async (fun () -> enter (sections / 100)) done;
    while Lwt.paused_count () > 0 do Lwt.wakeup_paused () done;
    check (!count = sections / 100 * 100) "critical sections that were lost";
    consume !count
  done

let pushed calls elements =
  for _ = 1 to calls do
    let stream, push = Lwt_stream.create () in
    for i = 0 to elements - 1 do push (Some (i land 127)) done;
    push None;
    let total =
      stream
      |> Lwt_stream.map_s (fun x -> Lwt.return (next x))
      |> Lwt_stream.filter (fun x -> x land 1 = 0)
      |> fun even -> Lwt_stream.fold ( + ) even 0
    in
    consume (value total)
  done

let pulled calls elements =
  for _ = 1 to calls do
    let i = ref 0 in
    let stream =
      Lwt_stream.from (fun () ->
          if !i < elements then begin
            let x = !i land 127 in
            incr i;
            Lwt.return (Some x)
          end
          else Lwt.return_none)
    in
    consume (value (Lwt_stream.fold ( + ) stream 0))
  done

let workloads =
  [ "W01a", map_resolved; "W01b", bind_resolved;
    "W02", cycle; "W02p", cycle_of_eight;
    "W03_10", chain; "W03_100", chain; "W03_1000", chain;
    "W04", callbacks;
    "W05a", join; "W05b", pick; "W05c", choose;
    "W06", pause_loop; "W07", resolved_loop;
    "W08", mailboxes; "W09", mutex; "W10a", pushed; "W10b", pulled;
    "W11a", catch_pending; "W11b", catch_thrown;
    "W11c", finalize_pending; "W11d", try_bind_pending;
    "W12", cancel_chain;
    "W13a", with_value; "W13b", value_across_bind;
    "W15", pending; "W16", many_pause_loops ]

(* Words allocated so far, in both heaps, none counted twice. *)
let allocated () =
  let minor, promoted, major = Gc.counters () in
  minor +. major -. promoted

let timed run calls size =
  let words = allocated () in
  let start = Unix.gettimeofday () in
  run calls size;
  let stop = Unix.gettimeofday () in
  stop -. start, allocated () -. words

(* How many calls take so many seconds. *)
let rec calibrate run size seconds calls =
  let elapsed, _ = timed run calls size in
  if elapsed >= seconds /. 4. then
    max 1 (int_of_float (float calls *. seconds /. elapsed))
  else calibrate run size seconds (calls * 2)

let measure_time run size operations seconds repetitions =
  Gc.compact ();
  let calls = calibrate run size seconds 1 in
  run calls size;
  let all = float calls *. float operations in
  for _ = 1 to repetitions do
    let elapsed, words = timed run calls size in
    Printf.printf "%.4f\t%.2f\n" (elapsed *. 1e9 /. all) (words *. 8. /. all)
  done

let live_words () =
  Gc.full_major ();
  (Gc.stat ()).Gc.live_words

let measure_bytes run size =
  let before = live_words () in
  run 1 size;
  let words = live_words () - before - (size + 1) in
  let bytes = float words *. 8. /. float size in
  Printf.printf "%.2f\t%.2f\n" bytes bytes

let () =
  match Array.to_list Sys.argv with
  | [ _; "measure"; id; size; operations; seconds; repetitions ] ->
    let run = List.assoc id workloads and size = int_of_string size in
    if id = "W15" then measure_bytes run size
    else
      measure_time run size (int_of_string operations)
        (float_of_string seconds) (int_of_string repetitions)
  | [ _; "checksum"; id; size; calls ] ->
    (List.assoc id workloads) (int_of_string calls) (int_of_string size);
    Printf.printf "%d\n" !checksum
  | _ ->
    prerr_endline "core: see the head of core.ml";
    exit 2
