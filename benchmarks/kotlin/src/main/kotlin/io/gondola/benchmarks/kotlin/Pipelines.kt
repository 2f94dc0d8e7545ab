package io.gondola.benchmarks.kotlin

import java.io.File
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.consumeEach
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.channelFlow
import kotlinx.coroutines.flow.chunked
import kotlinx.coroutines.flow.filter
import kotlinx.coroutines.flow.flatMapMerge
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.flow.fold
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.merge
import kotlinx.coroutines.launch

/** The pipelines on Kotlin's flows, by name. */
val pipelines: Map<String, suspend (Int) -> Long> = mapOf(
    "pipe-fused" to { n -> numbers(n).map { it + 1 }.filter { it % 2 == 0 }.map { it * 3 }.fold(0L) { sum, x -> sum + x } },
    "pipe-buffer" to { n ->
        numbers(n).map { it + 1 }.filter { it % 2 == 0 }.buffer(PIPE_BUFFER).map { it * 3 }.fold(0L) { sum, x -> sum + x }
    },
    "pipe-ordered-1us" to { n -> ordered(n, MICROSECOND) },
    "pipe-unordered-1us" to { n -> unordered(n, MICROSECOND) },
    "pipe-ordered-100us" to { n -> ordered(n, 100 * MICROSECOND) },
    "pipe-unordered-100us" to { n -> unordered(n, 100 * MICROSECOND) },
    "pipe-merge" to { n ->
        merge(*Array(WORKERS) { w -> (n / WORKERS * w until n / WORKERS * (w + 1)).asFlow().flowOn(Dispatchers.Default) })
            .fold(0L) { sum, x -> sum + x }
    },
    "pipe-batch" to ::batch,
    "pipe-file" to ::file,
    "pipe-maps" to { n -> (1..DEPTH).fold(numbers(n)) { deep, _ -> deep.map { it + 1 } }.fold(0L) { sum, x -> sum + x } },
)

private const val WORKERS = 4
private const val PIPE_BUFFER = 16
private const val GROUP = 100
private const val DEPTH = 100
private const val KEYS = 1_000
private const val MICROSECOND = 800 // rounds of work

private fun numbers(n: Int): Flow<Int> = (0 until n).asFlow()

/** Computes for a while, and yields `x`. */
private fun work(x: Int, rounds: Int): Int {
    var h = x.toLong()
    for (i in 0 until rounds) {
        h = h * 6364136223846793005L + i
    }
    return if (h == 42L) x + 1 else x
}

/** A flow has no ordered parallel map: a coroutine for each element, awaited in their order. */
private suspend fun ordered(n: Int, rounds: Int): Long = coroutineScope {
    numbers(n)
        .map { x -> async(Dispatchers.Default) { work(x, rounds) } }
        .buffer(WORKERS - 2) // one is with the collector, one waits to be buffered
        .map { it.await() }
        .fold(0L) { sum, x -> 31 * sum + x }
}

@OptIn(ExperimentalCoroutinesApi::class)
private suspend fun unordered(n: Int, rounds: Int): Long = numbers(n)
    .flatMapMerge(WORKERS) { x -> flow { emit(work(x, rounds)) }.flowOn(Dispatchers.Default) }
    .fold(0L) { sum, x -> sum + x }

@OptIn(ExperimentalCoroutinesApi::class)
private suspend fun batch(n: Int): Long = numbers(n).chunked(GROUP).fold(0L) { sum, group -> sum + group.size }

private class Entry(val key: Int, val value: Int)

private fun parse(line: String): Entry {
    val comma = line.indexOf(',')
    return Entry(line.substring(0, comma).toInt(), line.substring(comma + 1).toInt())
}

/** A flow has nothing by key: a channel for each worker. */
private suspend fun file(n: Int): Long = channelFlow {
    val byKey = List(WORKERS) { Channel<Entry>() }
    for (entries in byKey) {
        launch(Dispatchers.Default) { entries.consumeEach { send(it.value) } }
    }
    Files.newBufferedReader(lines(n)).use { reader ->
        reader.lineSequence().asFlow().map(::parse).collect { byKey[it.key % WORKERS].send(it) }
    }
    byKey.forEach { it.close() }
}.buffer(0).flowOn(Dispatchers.Default).fold(0L) { sum, x -> sum + x }

/** The file that all peers share; made if it is not there. */
private fun lines(n: Int): Path {
    val file = File(System.getProperty("java.io.tmpdir"), "gondola-lines-$n.txt").toPath()
    if (!Files.exists(file)) {
        val fresh = Files.createTempFile(file.parent, "gondola-lines-", ".tmp")
        Files.writeString(fresh, buildString { repeat(n) { append(it % KEYS).append(',').append(it).append('\n') } })
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING)
    }
    return file
}
