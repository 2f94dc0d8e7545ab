package io.gondola.benchmarks.kotlin

import java.io.File
import java.lang.management.ManagementFactory
import java.util.concurrent.atomic.AtomicInteger
import javax.management.AttributeNotFoundException
import javax.management.ObjectName
import kotlin.system.exitProcess
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.GlobalScope
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/**
 * Runs one workload of Gondola's comparison on Kotlin coroutines, with the protocol of io.gondola.benchmarks.Worker.
 * Arguments: workload, size, procs (set by a system property before), milliseconds to warm up for, rounds, and `all` to run all
 * workloads before, or `itself`.
 */
fun main(args: Array<String>) {
    if (args.size == 2 && args[0] == "serve") {
        serveEcho()
    }
    if (args.size != 6) {
        System.err.println("usage: java -jar gondola-benchmarks-kotlin.jar WORKLOAD SIZE PROCS WARMUP_MILLIS ROUNDS itself|all")
        exitProcess(2)
    }
    val size = args[1].toInt()
    println("version $VERSION")
    if (args[0] == "parked") {
        measureParked(size)
    } else {
        val workload = workloads[args[0]] ?: pipelines[args[0]] ?: sockets[args[0]]
        if (workload == null) {
            System.err.println("unknown workload: ${args[0]}")
            exitProcess(2)
        }
        if (args[5] == "all") {
            runAll()
        }
        time(workload, size, args[3].toLong() * 1_000_000, args[4].toInt())
        println("metric peak-rss-kib ${resident("VmHWM:")}")
    }
    System.out.flush()
    Runtime.getRuntime().halt(0) // what is parked stays so
}

private const val COROUTINES = "1.11.0"
private const val KTOR = "3.5.2"
internal val VERSION =
    "Kotlin ${KotlinVersion.CURRENT}, kotlinx-coroutines $COROUTINES, ktor-network $KTOR on JDK ${Runtime.version()}"
private const val MIN_WARM_UPS = 3
private const val WARM_UP_PARKED = 1_000
private const val WARM_UP_SIZE = 100_000

/** Other sizes than the usual one. */
private val WARM_UP_SIZES = mapOf("sieve" to 3_571)
private const val SETTLE_MILLIS = 200L

/** Without it, what is parked might be garbage. */
private val kept = mutableListOf<Any>()

/** Runs every workload often enough for the compiler to have seen each as hot. */
private fun runAll() {
    for ((name, workload) in workloads) {
        if (name != "sleepers") {
            repeat(MIN_WARM_UPS) { run(workload, WARM_UP_SIZES[name] ?: WARM_UP_SIZE) }
        }
    }
}

private fun time(workload: suspend (Int) -> Long, size: Int, warmUpNanos: Long, rounds: Int) {
    val begin = System.nanoTime()
    var warmUps = 0
    while (warmUps < MIN_WARM_UPS || System.nanoTime() - begin < warmUpNanos) {
        run(workload, size)
        warmUps++
    }
    val allocated = allocatedBytes()
    repeat(rounds) {
        val start = System.nanoTime()
        val check = run(workload, size)
        println("round ${System.nanoTime() - start} $check")
    }
    if (allocated >= 0) {
        println("metric allocated-bytes ${(allocatedBytes() - allocated).toDouble() / rounds / size}")
    }
}

/** Bytes that all threads have allocated so far; -1 before JDK 21, which does not tell. */
private fun allocatedBytes(): Long = try {
    ManagementFactory.getPlatformMBeanServer()
        .getAttribute(ObjectName("java.lang:type=Threading"), "TotalThreadAllocatedBytes") as Long
} catch (e: AttributeNotFoundException) {
    -1
}

private fun run(workload: suspend (Int) -> Long, size: Int): Long = runBlocking(Dispatchers.Default) { workload(size) }

private fun measureParked(n: Int) {
    val gate = Channel<Int>()
    kept.add(gate)
    park(gate, WARM_UP_PARKED)
    val bytes = live()
    val rss = resident("VmRSS:")
    park(gate, n)
    println("metric heap-bytes ${(live() - bytes).toDouble() / n}")
    println("metric rss-bytes ${(resident("VmRSS:") - rss).toDouble() * 1024 / n}")
}

@OptIn(DelicateCoroutinesApi::class) // they shall not belong to anything that keeps track of them
private fun park(gate: Channel<Int>, n: Int) {
    val begun = AtomicInteger()
    repeat(n) {
        GlobalScope.launch {
            begun.incrementAndGet()
            gate.receive()
        }
    }
    while (begun.get() < n) {
        Thread.sleep(1)
    }
    Thread.sleep(SETTLE_MILLIS) // the last ones are about to park
}

private fun live(): Long = (1..3).minOf {
    System.gc()
    ManagementFactory.getMemoryMXBean().heapMemoryUsage.used
}

/** A field of this process's memory status in KiB, or -1 where the system does not tell. */
private fun resident(field: String): Long {
    val status = File("/proc/self/status")
    val line = if (status.exists()) status.readLines().find { it.startsWith(field) } else null
    return line?.filter(Char::isDigit)?.toLong() ?: -1
}
