package lwt;

import org.junit.jupiter.api.Test;

class LwtResultTest extends CoreTest {
    private static Promise<Result<Integer, String>> ok(int value) {
        return LwtResult.of(value);
    }

    private static Promise<Result<Integer, String>> error(String error) {
        return LwtResult.fail(error);
    }

    private static Result<Integer, String> isOk(int value) {
        return new Result.Ok<>(value);
    }

    private static Result<Integer, String> isError(String error) {
        return new Result.Error<>(error);
    }

    @Test
    void map_mapError() {
        assertReturned(LwtResult.map(ok(1), n -> n + 1), isOk(2));
        assertReturned(LwtResult.map(error("e"), n -> n + 1), isError("e"));
        assertReturned(LwtResult.mapError(ok(1), e -> e + "!"), isOk(1));
        assertReturned(LwtResult.mapError(error("e"), e -> e + "!"), isError("e!"));
    }

    @Test
    void bind_bindError() {
        assertReturned(LwtResult.bind(ok(1), n -> ok(n + 1)), isOk(2));
        assertReturned(LwtResult.bind(ok(1), n -> error("e")), isError("e"));
        assertReturned(LwtResult.bind(error("e"), n -> ok(2)), isError("e"));
        assertReturned(LwtResult.bindError(error("e"), e -> ok(7)), isOk(7));
        assertReturned(LwtResult.bindError(ok(1), e -> ok(7)), isOk(1));
    }

    @Test
    void ok_error_wrapPromises() {
        assertReturned(LwtResult.<Integer, String>ok(Lwt.of(1)), isOk(1));
        assertReturned(LwtResult.<Integer, String>error(Lwt.of("e")), isError("e"));
    }

    @Test
    void catching_valueFailureAndThrow() {
        assertReturned(LwtResult.catching(() -> Lwt.of(1)), new Result.Ok<Integer, Throwable>(1));
        assertReturned(LwtResult.<Integer>catching(() -> Lwt.fail(a)), new Result.Error<Integer, Throwable>(a));
        assertReturned(
                LwtResult.<Integer>catching(() -> Lwt.of(1).bind(_ -> {
                    throw a;
                })),
                new Result.Error<Integer, Throwable>(a));
        assertReturned(
                LwtResult.<Integer>catching(() -> {
                    throw b;
                }),
                new Result.Error<Integer, Throwable>(b));
    }

    @Test
    void orFail_bothCases() {
        assertReturned(LwtResult.orFail(LwtResult.<Integer, Throwable>of(1)), 1);
        assertFailed(LwtResult.orFail(LwtResult.<Integer, Throwable>fail(a)), a);
    }

    @Test
    void bindPromise_bindErrorPromise_bindResult() {
        assertReturned(LwtResult.bindPromise(ok(1), n -> Lwt.of(n + 1)), isOk(2));
        assertReturned(LwtResult.bindPromise(error("e"), n -> Lwt.of(2)), isError("e"));
        assertReturned(LwtResult.bindErrorPromise(error("e"), e -> Lwt.of(e + "!")), isError("e!"));
        assertReturned(LwtResult.bindErrorPromise(ok(1), e -> Lwt.of("no")), isOk(1));
        assertReturned(LwtResult.bindResult(ok(1), n -> isError("e")), isError("e"));
        assertReturned(LwtResult.bindResult(error("e"), n -> isOk(1)), isError("e"));
    }

    @Test
    void both_okAndErrorOnEitherSide() {
        assertReturned(LwtResult.both(ok(1), ok(2)), new Result.Ok<Both<Integer, Integer>, String>(new Both<>(1, 2)));
        assertReturned(LwtResult.both(error("e"), ok(2)), new Result.Error<Both<Integer, Integer>, String>("e"));
        assertReturned(LwtResult.both(ok(1), error("e")), new Result.Error<Both<Integer, Integer>, String>("e"));
    }

    @Test
    void both_twoErrors_theFirstInTime() {
        Resolver<Result<Integer, String>> left = Lwt.waiter();
        Resolver<Result<Integer, String>> right = Lwt.waiter();
        Promise<Result<Both<Integer, Integer>, String>> both = LwtResult.both(left.promise(), right.promise());
        right.wakeup(isError("right"));
        assertSleeping(both);
        left.wakeup(isError("left"));
        assertReturned(both, new Result.Error<Both<Integer, Integer>, String>("right"));
    }

    @Test
    void iter_iterError_runForTheirSideOnly() {
        LwtResult.iter(n -> logged("ok " + n), ok(1));
        LwtResult.iter(n -> logged("ok " + n), error("e"));
        LwtResult.iterError(e -> logged("error " + e), ok(1));
        LwtResult.iterError(e -> logged("error " + e), error("e"));
        assertLog("ok 1", "error e");
    }

    private Promise<Void> logged(String entry) {
        log(entry);
        return Lwt.unit();
    }
}
