package io.gondola.conformance.rows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Go's package net. Its tests are those of the module stdlib-net: both ends of a real connection, or real Go beside it.
 */
@Row(
        id = "6.1-1",
        rule = "The form of an error",
        go = "`op net local->remote: cause`, the remote address alone if there is no local one",
        tests = {
            "TcpErrorTextsTest.addressesAreWrittenAsGoWritesThem",
            "TcpErrorTextsTest.readsAndWritesAfterTheirDeadlineHaveGosTexts"
        },
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.1-2",
        rule = "An address that does not parse",
        go =
                "`missing port in address`, `too many colons in address`, `missing ']' in address`, `address 99999: invalid port`, `unknown port`",
        tests = {"TcpErrorTextsTest.addressesThatDoNotParseHaveGosTexts"},
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.1-3",
        rule = "An empty address",
        go = "`missing address` when dialled; any port when listened on",
        tests = {"TcpErrorTextsTest.anEmptyAddressIsMissingToDialAndAnyToListen"},
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.1-4",
        rule = "A name that does not resolve",
        go = "`lookup NAME on SERVER: no such host`",
        ours = "`lookup NAME: no such host`",
        why = "the system looks names up, and does not say which server it asked",
        tests = {"TcpErrorTextsTest.namesThatDoNotResolveHaveGosText"},
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.1-5",
        rule = "Nobody listens",
        go = "`connect: connection refused`",
        tests = {"TcpErrorTextsTest.connectingWhereNobodyListensIsRefused"},
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.1-6",
        rule = "A dial that is given up",
        go = "`i/o timeout` after its timeout, `operation was canceled` after its context",
        tests = {"TcpErrorTextsTest.dialsThatWereGivenUpHaveGosTexts"},
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.1-7",
        rule = "A port in use",
        go = "`bind: address already in use`",
        tests = {"TcpErrorTextsTest.portsInUseHaveGosTexts"},
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.1-8",
        rule = "After the close: read, write, close, deadline, accept",
        go = "`use of closed network connection`",
        tests = {
            "TcpErrorTextsTest.usesOfAClosedConnectionHaveGosText",
            "TcpErrorTextsTest.usesOfAClosedListenerHaveGosText"
        },
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.1-9",
        rule = "The peer has reset the connection",
        go =
                "reading says `read: connection reset by peer` once, then the end of the stream; writing `write: broken pipe`",
        tests = {"TcpErrorTextsTest.aResetIsToldOnceAndThenTheStreamHasEnded"},
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.1-10",
        rule = "The end of the stream",
        go = "`io.EOF`; `io.ErrUnexpectedEOF` in the middle of `io.ReadFull`",
        ours = "`read` yields -1; `readExactly` panics with `unexpected EOF`",
        why = "an end that is expected is no error",
        tests = {"TcpTransferTest.aStreamThatEndsTooEarlyIsAnUnexpectedEof"},
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.2-1",
        rule = "Write",
        go = "all bytes, or an error that says how many went",
        tests = {
            "TcpTransferTest.manyBytesArriveUnchangedPastAFullWindow",
            "TcpTransferTest.aWriteThatTimesOutTellsHowManyBytesWent"
        },
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.2-2",
        rule = "A deadline that has passed",
        go =
                "fails also if bytes are there, and ends a wait that is under way; a later one revives the connection; the zero time clears it",
        tests = {
            "TcpTransferTest.aDeadlineEndsAWaitAndALaterOneRevivesTheConnection",
            "TcpTransferTest.aDeadlineThatIsSetDuringTheWaitEndsIt"
        },
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.2-3",
        rule = "Several goroutines read, or write",
        go = "one at a time, the others queue",
        tests = {"TcpTransferTest.severalReadersQueueAndEachGetsItsBytes"},
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.2-4",
        rule = "`CloseWrite`",
        go = "the peer reads the end of the stream; reading goes on; writing is a `broken pipe`",
        tests = {"TcpTransferTest.halfACloseEndsTheStreamInOneDirection"},
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.2-5",
        rule = "`CloseRead`",
        go = "what has come can be read, then comes the end of the stream; a goroutine that waits goes on",
        tests = {"TcpTransferTest.closingTheReadSideLetsWhatHasComeBeReadAndEndsAWait"},
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.2-6",
        rule = "`Close` while others read, write, accept or queue",
        go = "wakes them all, and returns when they have left",
        tests = {
            "TcpCloseTest.closingWakesTheReaderTheWriterAndThoseThatQueue",
            "TcpCloseTest.closingWaitsUntilTheOthersHaveLeft",
            "TcpCloseTest.closingAListenerWakesAllWhoAccept"
        },
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.2-7",
        rule = "`io.Copy` between connections",
        go = "until the end of the stream; yields how many bytes it was",
        tests = {"TcpTransferTest.copyingGoesOnUntilTheEndOfTheStream"},
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.2-8",
        rule = "A connection that nobody has any more",
        go = "the collector closes it",
        ours = "it stays open until its runtime closes",
        why = "Java has no finalisers to rely on",
        tests = {"TcpCloseTest.theEndOfTheRuntimeClosesWhatProgramsLeaveOpen"},
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.2-9",
        rule = "Random scripts of writes, reads, half-closes, closes, resets and deadlines",
        go = "each outcome and text",
        ours = "the same but for four rows of [network.md](network.md#where-it-differs-from-go)",
        why = "NIO does not show all that the system calls do",
        tests = {"ConnectionScriptsTest.realConnectionsGoOnAsInGo"},
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.3-1",
        rule = "A handler that panics",
        go = "the program ends, in `net/http` the connection is closed and the panic logged",
        ours = "its connection is closed and the panic logged; others go on",
        why = "one bad request must not end a server",
        tests = {"ServeTest.aHandlerThatFailsClosesItsConnectionAndNoOther"},
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.3-2",
        rule = "Shutdown, as `http.Server` has it",
        go = "stops accepting, waits for handlers as long as its context, then returns",
        tests = {
            "ServeTest.stoppingWaitsForHandlersUpToTheGraceThenClosesTheirConnections",
            "ServeTest.stoppingWaitsForTheAnswerThatIsUnderWay"
        },
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.3-3",
        rule = "No file descriptors are left",
        go = "`net/http` waits for 5 ms to 1 s and accepts again",
        tests = {"DescriptorsTest.acceptingPausesWhileDescriptorsAreExhaustedAndGoesOn"},
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.3-4",
        rule = "`bufio.Scanner`: a line that is too long",
        go = "`bufio.Scanner: token too long`",
        ours = "`line too long`",
        why = "there is no scanner",
        tests = {"LinesTest.aLineOfTheGreatestLengthIsReadAndALongerOneIsNot"},
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.3-5",
        rule = "TLS: the handshake",
        go = "at the first use, under the deadlines; its error is final",
        tests = {"TlsTest.wrongCertificatesFailTheHandshakeForGood", "TlsTest.theHandshakeIsUnderTheDeadlines"},
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.3-6",
        rule = "TLS: a write that timed out",
        go = "writing has ended for good",
        tests = {"TlsTest.aWriteThatTimedOutEndsWritingForGood"},
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.3-7",
        rule = "TLS: the stream is cut without close-notify",
        go = "`unexpected EOF` within a record, `EOF` between two",
        ours = "`unexpected EOF`",
        why = "somebody may have cut it",
        tests = {"TlsTest.aStreamThatIsCutWithoutAFarewellIsAnUnexpectedEof"},
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.3-8",
        rule = "UDP: a packet, a deadline, a close, errors",
        go = "whole, with the address of its sender; wake who waits; Go's texts",
        tests = {
            "UdpTest.aPacketArrivesWholeWithItsSendersAddress",
            "UdpTest.oneThatWaitsIsWokenByAPacketADeadlineAndTheClose",
            "UdpTest.errorsHaveGosTexts"
        },
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.3-9",
        rule = "A listener or UDP socket that was closed",
        go = "its address is free, and nobody answers there, when `Close` returns",
        tests = {
            "FreeAddressTest.anotherListenerMayFollowAtOnce",
            "FreeAddressTest.aListenerThatIsClosedAnswersNobody",
            "FreeAddressTest.anotherDatagramSocketMayFollowAtOnce"
        },
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.3-10",
        rule = "Random scripts of listening, accepting, dialling, closing, deadlines and datagrams on one address",
        go = "each outcome and text",
        tests = {"ListenerScriptsTest.realListenersGoOnAsInGo"},
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.3-11",
        rule = "TLS: how much a write that failed has sent",
        go = "the records that have gone",
        tests = {
            "TlsTest.aWriteThatTimedOutCountsTheRecordsThatHaveGone",
            "TlsTest.aWriteThatTimedOutBeforeItsFirstRecordHasGoneCountsNothing"
        },
        only = NetworkRowsTest.REAL)
@Row(
        id = "6.3-12",
        rule = "TLS: random scripts of writes, reads, half-closes, closes, resets and deadlines",
        go = "each outcome and text",
        ours = "the same but for the rows of TLS in [network.md](network.md#where-it-differs-from-go)",
        why = "it is a `TcpConnection` as others are",
        tests = {"TlsScriptsTest.encryptedConnectionsGoOnAsInGo"},
        only = NetworkRowsTest.REAL)
class NetworkRowsTest {
    static final String REAL = "the sockets are real; under the explorer VirtualNetworkTest runs such programs";

    /** The rows name tests of another module: they are there for {@link ConformancePageTest} to find. */
    @Test
    void eachRowNamesItsTests() {
        assertThat(NetworkRowsTest.class.getAnnotationsByType(Row.class))
                .allSatisfy(row -> assertThat(row.tests()).isNotEmpty());
    }
}
