(* The original's side of `./lwt bench react`: the programs of bench/react/ReactProgram.java in OCaml's React.

   reactive measure WORKLOAD SECONDS REPETITIONS   prints a line per repetition: nanoseconds of
                                                   processor time and bytes allocated per operation
   reactive checksum WORKLOAD CALLS                prints the sum of what the program has seen *)

open React

let checksum = ref 0
let see x = checksum := (!checksum + x) land 0xffffff
let next x = (x + 1) land 127
let add x y = (x + y) land 127
let mix x y = (x + (2 * y) + 1) land 127

(* What a program makes, kept alive, and how it is called. *)
type program = { call : int -> unit; kept : Obj.t }

let rec times n f x = if n = 0 then x else times (n - 1) f (f x)

let maps () =
  let e, send = E.create () in
  let last = E.map see (times 9 (E.map next) e) in
  { call = (fun i -> send (i land 127)); kept = Obj.repr last }

let signal_maps () =
  let s, set = S.create 0 in
  let last = S.map see (times 9 (S.map next) s) in
  { call = (fun i -> set (i land 127)); kept = Obj.repr last }

let lattice () =
  let width = 50 and height = 20 in
  let e, send = E.create () in
  let layer = ref (Array.init width (fun i -> E.map (add i) e)) in
  for _ = 2 to height do
    let below = !layer in
    layer := Array.init width (fun i -> E.l2 mix below.(i) below.((i + 1) mod width))
  done;
  let last = E.map see (E.merge mix 0 (Array.to_list !layer)) in
  { call = (fun i -> send (i land 127)); kept = Obj.repr last }

let once () =
  let e, send = E.create () in
  { call = (fun i ->
        let waiting = E.map see (E.once e) in
        send (i land 127);
        ignore (Sys.opaque_identity waiting));
    kept = Obj.repr e }

let switch () =
  let s, set = S.create 0 in
  let even = S.map next s and odd = S.map (add 2) s in
  let last = S.map see (S.bind s (fun x -> if x land 1 = 0 then even else odd)) in
  { call = (fun i -> set (i land 127)); kept = Obj.repr last }

let workloads =
  [ "R1", maps; "R2", lattice; "R3", signal_maps; "R4", once; "R5", switch ]

let run program calls =
  for i = 1 to calls do program.call i done

let allocated () =
  let minor, promoted, major = Gc.counters () in
  minor +. major -. promoted

let timed program calls =
  let words = allocated () in
  let start = Sys.time () in
  run program calls;
  let stop = Sys.time () in
  stop -. start, allocated () -. words

let rec calibrate program seconds calls =
  let elapsed, _ = timed program calls in
  if elapsed >= seconds /. 4. then max 1 (int_of_float (float calls *. seconds /. elapsed))
  else calibrate program seconds (calls * 2)

let () =
  match Array.to_list Sys.argv with
  | [ _; "measure"; id; seconds; repetitions ] ->
    let program = (List.assoc id workloads) () in
    let calls = calibrate program (float_of_string seconds) 1 in
    for _ = 1 to int_of_string repetitions do
      let elapsed, words = timed program calls in
      Printf.printf "%.4f\t%.2f\n" (elapsed *. 1e9 /. float calls) (words *. 8. /. float calls)
    done;
    ignore (Sys.opaque_identity program.kept)
  | [ _; "checksum"; id; calls ] ->
    let program = (List.assoc id workloads) () in
    run program (int_of_string calls);
    Printf.printf "%d\n" !checksum;
    ignore (Sys.opaque_identity program.kept)
  | _ ->
    prerr_endline "reactive: see the head of reactive.ml";
    exit 2
