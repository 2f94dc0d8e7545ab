package io.gondola.benchmarks.kotlin

import io.ktor.network.selector.SelectorManager
import io.ktor.network.sockets.InetSocketAddress
import io.ktor.network.sockets.ServerSocket
import io.ktor.network.sockets.Socket
import io.ktor.network.sockets.aSocket
import io.ktor.network.sockets.openReadChannel
import io.ktor.network.sockets.openWriteChannel
import io.ktor.network.sockets.port
import io.ktor.utils.io.readAvailable
import io.ktor.utils.io.readFully
import io.ktor.utils.io.writeFully
import java.util.concurrent.atomic.AtomicLong
import kotlin.system.exitProcess
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/** The network by ktor-network, with its own selector. */
val sockets: Map<String, suspend (Int) -> Long> = mapOf("tcp-echo" to ::tcpEcho)

private const val HOST = "127.0.0.1"
private const val CONNECTIONS = 200
private const val BYTES = 64

private suspend fun tcpEcho(n: Int): Long = SelectorManager(Dispatchers.Default).use { selector ->
    val answered = AtomicLong()
    aSocket(selector).tcp().bind(HOST, 0).use { listener ->
        coroutineScope {
            val server = launch { serve(listener) }
            coroutineScope {
                repeat(CONNECTIONS) {
                    launch {
                        val to = InetSocketAddress(HOST, listener.port)
                        aSocket(selector).tcp().connect(to) { noDelay = true }.use { ask(it, n / CONNECTIONS) }
                        answered.addAndGet((n / CONNECTIONS).toLong())
                    }
                }
            }
            server.cancel()
        }
    }
    answered.get()
}

private suspend fun CoroutineScope.serve(listener: ServerSocket) {
    while (true) {
        val c = listener.accept()
        launch { c.use { answer(it) } }
    }
}

private suspend fun answer(c: Socket) {
    val input = c.openReadChannel()
    val output = c.openWriteChannel(autoFlush = true)
    val buffer = ByteArray(BYTES)
    while (true) {
        val k = input.readAvailable(buffer)
        if (k < 0) {
            return
        }
        output.writeFully(buffer, 0, k)
    }
}

private suspend fun ask(c: Socket, times: Int) {
    val input = c.openReadChannel()
    val output = c.openWriteChannel(autoFlush = true)
    val request = ByteArray(BYTES)
    val answer = ByteArray(BYTES)
    repeat(times) {
        output.writeFully(request)
        input.readFully(answer)
    }
}

/** Sends back what comes, until the standard input ends. See io.gondola.benchmarks.NetworkLatency. */
internal fun serveEcho() {
    runBlocking(Dispatchers.Default) {
        val listener = aSocket(SelectorManager(Dispatchers.Default)).tcp().bind(HOST, 0)
        launch { serve(listener) }
        println("version $VERSION")
        println("port ${listener.port}")
        launch(Dispatchers.IO) {
            System.`in`.readAllBytes()
            exitProcess(0)
        }
    }
}
