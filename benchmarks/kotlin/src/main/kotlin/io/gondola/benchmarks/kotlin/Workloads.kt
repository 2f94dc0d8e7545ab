package io.gondola.benchmarks.kotlin

import java.util.concurrent.atomic.AtomicLong
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.ReceiveChannel
import kotlinx.coroutines.channels.SendChannel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.selects.selectUnbiased
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.yield

/** What each workload does with its size; the value that a round yields is checked by the caller. */
val workloads: Map<String, suspend (Int) -> Long> = mapOf(
    "pingpong" to ::pingPong,
    "unbuffered" to { n -> oneToOne(n, Channel()) },
    "buffered" to { n -> oneToOne(n, Channel(CAPACITY)) },
    "buffered-mpmc" to ::mpmc,
    "spawn" to ::spawn,
    "skynet" to ::skynet,
    "threadring" to ::threadRing,
    "sieve" to ::sieve,
    "select-fanin" to ::fanIn,
    "mutex" to ::mutex,
    "sleepers" to ::sleepers,
    "yield" to ::yields,
)

private const val CAPACITY = 128
private const val PARTIES = 4
private const val LOCKERS = 8
private const val RING = 1_000
private const val FAN_OUT = 10

private suspend fun pingPong(n: Int): Long = coroutineScope {
    val pings = Channel<Int>()
    val pongs = Channel<Int>()
    val sums = Channel<Long>()
    launch {
        var sum = 0L
        for (v in pings) {
            sum += v
            pongs.send(v)
        }
        sums.send(sum)
    }
    for (i in 0 until n) {
        pings.send(i)
        pongs.receive()
    }
    pings.close()
    sums.receive()
}

private suspend fun oneToOne(n: Int, channel: Channel<Int>): Long = coroutineScope {
    launch {
        produce(0, n, channel)
        channel.close()
    }
    sumOf(channel)
}

private suspend fun mpmc(n: Int): Long = coroutineScope {
    val channel = Channel<Int>(CAPACITY)
    val sums = Channel<Long>(PARTIES)
    val each = n / PARTIES
    val producers = List(PARTIES) { p -> launch { produce(p * each, (p + 1) * each, channel) } }
    repeat(PARTIES) { launch { sums.send(sumOf(channel)) } }
    producers.forEach { it.join() }
    channel.close()
    total(sums, PARTIES)
}

/** The scope waits for them: what a WaitGroup is elsewhere. */
private suspend fun spawn(n: Int): Long {
    val count = AtomicLong()
    coroutineScope { repeat(n) { launch { count.incrementAndGet() } } }
    return count.get()
}

private suspend fun skynet(n: Int): Long = coroutineScope {
    val root = Channel<Long>()
    launch { skynet(this@coroutineScope, root, 0, n) }
    root.receive()
}

private suspend fun skynet(scope: CoroutineScope, out: SendChannel<Long>, number: Long, leaves: Int) {
    if (leaves == 1) {
        out.send(number)
        return
    }
    val children = Channel<Long>()
    val each = leaves / FAN_OUT
    for (i in 0 until FAN_OUT) {
        scope.launch { skynet(scope, children, number + i.toLong() * each, each) }
    }
    out.send(total(children, FAN_OUT))
}

private suspend fun threadRing(n: Int): Long = coroutineScope {
    val laps = n / RING
    val first = Channel<Int>()
    var last = first
    repeat(RING - 1) {
        val from = last
        val to = Channel<Int>()
        launch { repeat(laps) { to.send(from.receive() + 1) } }
        last = to
    }
    var v = 0
    repeat(laps) {
        first.send(v + 1)
        v = last.receive()
    }
    v.toLong()
}

private suspend fun sieve(limit: Int): Long = coroutineScope {
    val all = Channel<Int>()
    launch {
        produce(2, limit + 1, all)
        all.close()
    }
    var numbers = all
    var sum = 0L
    while (true) {
        val prime = numbers.receiveCatching().getOrNull() ?: break
        sum += prime
        val from = numbers
        val rest = Channel<Int>()
        launch { filter(prime, from, rest) }
        numbers = rest
    }
    sum
}

private suspend fun filter(prime: Int, from: ReceiveChannel<Int>, out: SendChannel<Int>) {
    for (v in from) {
        if (v % prime != 0) {
            out.send(v)
        }
    }
    out.close()
}

private suspend fun fanIn(n: Int): Long = coroutineScope {
    val each = n / PARTIES
    val (a, b, c, d) = List(PARTIES) { Channel<Int>() }
    listOf(a, b, c, d).forEachIndexed { p, out -> launch { produce(p * each, (p + 1) * each, out) } }
    var sum = 0L
    repeat(n) {
        sum += selectUnbiased<Int> {
            a.onReceive { it }
            b.onReceive { it }
            c.onReceive { it }
            d.onReceive { it }
        }
    }
    sum
}

private suspend fun mutex(n: Int): Long {
    val lock = Mutex()
    var count = 0L
    coroutineScope {
        repeat(LOCKERS) { launch { repeat(n / LOCKERS) { lock.withLock { count++ } } } }
    }
    return count
}

private suspend fun sleepers(n: Int): Long {
    val woken = AtomicLong()
    coroutineScope {
        repeat(n) {
            launch {
                delay(1_000)
                woken.incrementAndGet()
            }
        }
    }
    return woken.get()
}

private suspend fun yields(n: Int): Long = coroutineScope {
    val counts = Channel<Long>()
    repeat(2) {
        launch {
            var count = 0L
            repeat(n / 2) {
                count++
                yield()
            }
            counts.send(count)
        }
    }
    total(counts, 2)
}

private suspend fun produce(from: Int, to: Int, out: SendChannel<Int>) {
    for (i in from until to) {
        out.send(i)
    }
}

private suspend fun sumOf(channel: ReceiveChannel<Int>): Long {
    var sum = 0L
    for (v in channel) {
        sum += v
    }
    return sum
}

private suspend fun total(sums: ReceiveChannel<Long>, n: Int): Long {
    var sum = 0L
    repeat(n) { sum += sums.receive() }
    return sum
}
