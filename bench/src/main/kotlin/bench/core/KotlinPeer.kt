package bench.core

import java.util.function.IntUnaryOperator
import kotlin.coroutines.AbstractCoroutineContextElement
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.coroutineContext
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.Dispatchers.Unconfined
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.GlobalScope
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.consumeAsFlow
import kotlinx.coroutines.flow.filter
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.fold
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.selects.select
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield

/**
 * Kotlin's coroutines. A promise is a `CompletableDeferred`; what is a callback elsewhere is a coroutine here that awaits it, begun on the spot
 * and resumed inside `complete`, which is the dearest that this library charges for neither a thread nor a queue. Where threads take turns, they
 * are coroutines of `runBlocking`, whose event loop is the calling thread. Awaiting does not hand a cancel on to what is awaited, so there is no
 * canceling of chains.
 */
@OptIn(DelicateCoroutinesApi::class, ExperimentalCoroutinesApi::class)
class KotlinPeer : Peer() {
    private val resolved = List(1024) { CompletableDeferred(it and 127) }
    private val zero = CompletableDeferred(0)
    private val eight: List<suspend (Int) -> Int> = listOf(
        { x -> plus(x, 1) },
        { x -> plus(x, 2) },
        { x -> plus(x, 3) },
        { x -> plus(x, 4) },
        { x -> plus(x, 5) },
        { x -> plus(x, 6) },
        { x -> plus(x, 7) },
        { x -> plus(x, 8) },
    )

    override fun operations(): Map<Workload, IntUnaryOperator> = mapOf(
        on(Workload.W01A) { mapResolved() },
        on(Workload.W01B) { bindResolved() },
        on(Workload.W02) { cycle() },
        on(Workload.W02P) { cycleOfEight() },
        on(Workload.W03_10) { chain(it) },
        on(Workload.W03_100) { chain(it) },
        on(Workload.W03_1000) { chain(it) },
        on(Workload.W04) { callbacks(it) },
        on(Workload.W05A) { join(it) },
        on(Workload.W05B) { pick(it) },
        on(Workload.W05C) { choose(it) },
        on(Workload.W06) { pauseLoop(it) },
        on(Workload.W07) { resolvedLoop(it) },
        on(Workload.W08) { mailboxes(it) },
        on(Workload.W09) { mutex(it) },
        on(Workload.W10A) { pushed(it) },
        on(Workload.W10B) { pulled(it) },
        on(Workload.W11A) { catchPending() },
        on(Workload.W11B) { catchThrown() },
        on(Workload.W11C) { finalizePending() },
        on(Workload.W11D) { tryBindPending() },
        on(Workload.W13A) { withValue() },
        on(Workload.W13B) { valueAcrossBind() },
        on(Workload.W15) { pending(it) },
        on(Workload.W16) { manyPauseLoops(it) },
    )

    private fun on(workload: Workload, operation: (Int) -> Int) = workload to IntUnaryOperator(operation)

    /** A coroutine that runs at once in the calling thread, as a callback does. */
    private fun <T> begin(context: CoroutineContext = Unconfined, body: suspend CoroutineScope.() -> T): Deferred<T> =
        GlobalScope.async(context, UNDISPATCHED, body)

    private fun <T> escaping(promise: CompletableDeferred<T>): CompletableDeferred<T> {
        escaped = promise
        return promise
    }

    private fun <T> escapingResult(result: Deferred<T>): Deferred<T> {
        escapedResult = result
        return result
    }

    private suspend fun step(x: Int): Int = next(x)

    private suspend fun plus(x: Int, k: Int): Int = (x + k) and 127

    private fun mapResolved(): Int {
        val promise = resolved[turn++ and 1023]
        return escapingResult(begin { next(promise.await()) }).getCompleted()
    }

    private fun bindResolved(): Int {
        val promise = resolved[turn++ and 1023]
        return escapingResult(begin { step(promise.await()) }).getCompleted()
    }

    private fun cycle(): Int {
        val promise = escaping(CompletableDeferred<Int>())
        val result = escapingResult(begin { step(promise.await()) })
        promise.complete(turn++ and 127)
        return result.getCompleted()
    }

    private fun cycleOfEight(): Int {
        val promise = escaping(CompletableDeferred<Int>())
        val callback = eight[turn and 7]
        val result = escapingResult(begin { callback(promise.await()) })
        promise.complete(turn++ and 127)
        return result.getCompleted()
    }

    private fun chain(length: Int): Int {
        val promise = escaping(CompletableDeferred<Int>())
        var last: Deferred<Int> = promise
        repeat(length) {
            val before = last
            last = begin { step(before.await()) }
        }
        escapedResult = last
        promise.complete(turn++ and 127)
        return last.getCompleted()
    }

    private fun callbacks(count: Int): Int {
        val promise = escaping(CompletableDeferred<Int>())
        sum = 0
        repeat(count) {
            escapedResult =
                GlobalScope.launch(Unconfined, UNDISPATCHED) {
                    val x = promise.await() // before the sum is read
                    sum += x
                }
        }
        promise.complete(1)
        check(sum == count, "callbacks run: $sum")
        return sum
    }

    private fun make(count: Int): List<CompletableDeferred<Int>> = List(count) { CompletableDeferred() }

    private fun join(count: Int): Int {
        val promises = make(count)
        escaped = promises
        val joined = escapingResult(begin { promises.awaitAll() })
        promises.forEach { it.complete(1) }
        check(joined.isCompleted, "awaitAll is pending")
        return 1
    }

    private suspend fun first(promises: List<Deferred<Int>>): Int = select { promises.forEach { it.onAwait { x -> x } } }

    private fun pick(count: Int): Int {
        val promises = make(count)
        escaped = promises
        val first = escapingResult(
            begin {
                val value = first(promises)
                promises.forEach { it.cancel() }
                value
            })
        promises[5].complete(turn++ and 127)
        check(promises.last().isCancelled, "the last was not canceled")
        return first.getCompleted()
    }

    private fun choose(count: Int): Int {
        val promises = make(count)
        escaped = promises
        val first = escapingResult(begin { first(promises) })
        promises[5].complete(turn++ and 127)
        return first.getCompleted()
    }

    private fun pauseLoop(rounds: Int): Int = runBlocking {
        repeat(rounds) { yield() }
        1
    }

    private fun manyPauseLoops(count: Int): Int {
        runBlocking { repeat(count) { launch { repeat(Workload.PAUSES) { yield() } } } }
        return 1
    }

    private fun resolvedLoop(rounds: Int): Int = begin {
        repeat(rounds) { zero.await() }
        1
    }.getCompleted()

    /** A mailbox is a channel with room for one. */
    private fun mailboxes(messages: Int): Int = runBlocking {
        val there = Channel<Int>(1)
        val back = Channel<Int>(1)
        launch { repeat(messages / 2) { back.send(next(there.receive())) } }
        var total = 0
        for (rounds in messages / 2 downTo 1) {
            there.send(rounds and 127)
            total += back.receive()
        }
        total
    }

    private fun mutex(sections: Int): Int {
        val mutex = Mutex()
        var count = 0
        runBlocking {
            repeat(THREADS) {
                launch {
                    repeat(sections / THREADS) {
                        mutex.withLock {
                            count++
                            yield()
                        }
                    }
                }
            }
        }
        check(count == sections / THREADS * THREADS, "critical sections that were lost")
        return count
    }

    private fun pushed(elements: Int): Int {
        val channel = Channel<Int>(Channel.UNLIMITED)
        repeat(elements) { channel.trySend(it and 127) }
        channel.close()
        return begin { channel.consumeAsFlow().map { next(it) }.filter { it and 1 == 0 }.fold(0, Int::plus) }.getCompleted()
    }

    private fun pulled(elements: Int): Int {
        var next = 0
        val stream = flow { while (next < elements) emit(next++ and 127) }
        return begin { stream.fold(0, Int::plus) }.getCompleted()
    }

    private fun catchPending(): Int {
        val promise = escaping(CompletableDeferred<Int>())
        val result = escapingResult(
            begin {
                try {
                    promise.await()
                } catch (_: RuntimeException) {
                    step(6)
                }
            })
        promise.completeExceptionally(BOOM)
        return result.getCompleted()
    }

    private suspend fun throwing(): Int = throw BOOM

    private fun catchThrown(): Int {
        val promise = resolved[turn++ and 1023]
        return escapingResult(
            begin {
                try {
                    promise.await()
                    throwing()
                } catch (_: RuntimeException) {
                    step(6)
                }
            }).getCompleted()
    }

    private fun finalizePending(): Int {
        val promise = escaping(CompletableDeferred<Int>())
        val result = escapingResult(
            begin {
                try {
                    promise.await()
                } finally {
                    sum++
                }
            })
        promise.completeExceptionally(BOOM)
        check(result.getCompletionExceptionOrNull() != null, "the failure was lost")
        return 1
    }

    private fun tryBindPending(): Int {
        val promise = escaping(CompletableDeferred<Int>())
        val result = escapingResult(
            begin {
                val value =
                    try {
                        promise.await()
                    } catch (_: RuntimeException) {
                        return@begin step(6)
                    }
                step(value)
            })
        promise.completeExceptionally(BOOM)
        return result.getCompleted()
    }

    private class Value(val value: Int) : AbstractCoroutineContextElement(Value) {
        companion object Key : CoroutineContext.Key<Value>
    }

    private suspend fun value(): Int = checkNotNull(coroutineContext[Value]).value

    private fun withValue(): Int = begin { withContext(Value(turn++ and 127)) { value() } }.getCompleted()

    private fun valueAcrossBind(): Int {
        val promise = escaping(CompletableDeferred<Int>())
        val result = escapingResult(
            begin(Unconfined + Value(turn++ and 127)) {
                promise.await()
                value()
            })
        promise.complete(0)
        return result.getCompleted()
    }

    private fun pending(count: Int): Int {
        escaped = Array(count) {
            val promise = CompletableDeferred<Int>()
            begin { step(promise.await()) }
            promise
        }
        return count
    }

    private companion object {
        const val THREADS = 100
    }
}
