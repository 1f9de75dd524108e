package bench.direct

import java.util.function.IntUnaryOperator
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.Dispatchers.Unconfined
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.GlobalScope
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/** Kotlin's coroutines: a function that may wait is a state machine, and a coroutine that waits is a few objects and no stack. */
@OptIn(DelicateCoroutinesApi::class, ExperimentalCoroutinesApi::class)
class KotlinDirectPeer : DirectPeer {
    private val resolved = List(1024) { CompletableDeferred(it and 127) }
    private var waitedFor: CompletableDeferred<Int>? = null

    override fun operations(): Map<DirectWorkload, IntUnaryOperator> = mapOf(
        DirectWorkload.RESOLVED to IntUnaryOperator { resolved(it) },
        DirectWorkload.SUSPENDED to IntUnaryOperator { suspended(it) },
        DirectWorkload.SPAWN to IntUnaryOperator { spawned(it) },
        DirectWorkload.MAILBOX to IntUnaryOperator { mailboxes(it) },
    )

    /** A coroutine that runs in the calling thread, and is resumed inside the call that completes what it waits for. */
    private fun <T> begin(body: suspend CoroutineScope.() -> T) = GlobalScope.async(Unconfined, UNDISPATCHED, body)

    private fun resolved(count: Int): Int = begin {
        var sum = 0
        for (k in 0..<count) sum += resolved[k and 1023].await()
        sum
    }.getCompleted()

    private fun suspended(count: Int): Int {
        val end = begin {
            var sum = 0
            repeat(count) {
                val promise = CompletableDeferred<Int>()
                waitedFor = promise
                sum += promise.await()
            }
            sum
        }
        for (k in 0..<count) waitedFor!!.complete(k and 127)
        return end.getCompleted()
    }

    private fun spawned(count: Int): Int = runBlocking { List(count) { async { it and 127 } }.awaitAll().sum() }

    private fun mailboxes(messages: Int): Int = runBlocking {
        val there = Channel<Int>()
        val back = Channel<Int>()
        launch { repeat(messages / 2) { back.send((there.receive() + 1) and 127) } }
        var sum = 0
        for (round in messages / 2 downTo 1) {
            there.send(round and 127)
            sum += back.receive()
        }
        sum
    }

    override fun park(count: Int): Runnable {
        val event = CompletableDeferred<Unit>()
        var parked = 0
        var ended = 0
        repeat(count) {
            GlobalScope.launch(Unconfined, UNDISPATCHED) {
                parked++
                event.await()
                ended++
            }
        }
        DirectPeer.check(parked == count, "coroutines that wait: $parked")
        return Runnable {
            event.complete(Unit)
            DirectPeer.check(ended == count, "coroutines that ended: $ended")
        }
    }
}
