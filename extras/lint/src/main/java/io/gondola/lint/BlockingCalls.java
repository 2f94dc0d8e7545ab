package io.gondola.lint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Name;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** The calls of the JDK, and of Gondola's own outside world, that block a thread. */
final class BlockingCalls {
    /** Why a call has no place in a step. */
    enum Why {
        SLEEPS("use Go.sleep, which parks the goroutine only"),
        WAITS("use a channel or io.gondola.sync, which park the goroutine only, or blocking(() -> …)"),
        LOCKS("use io.gondola.sync.Mutex or RWMutex, which park the goroutine only;"
                + " a Java lock belongs to a thread: take it by blocking(() -> …), inside locked(…)"),
        AWAITS("use Go.fromFuture, which parks the goroutine only, or blocking(() -> …)"),
        READS("use blocking(() -> …), which lets other goroutines run meanwhile"),
        OUTSIDE("use the channel's own send and receive, which are programs, or blocking(() -> …)"),
        RUNS("");

        private final String hint;

        Why(String hint) {
            this.hint = hint;
        }

        String hint() {
            return hint;
        }
    }

    private static final String NEW = "<init>";

    /** Their methods read from memory: they never wait. */
    private static final Set<String> IN_MEMORY = Set.of(
            "java.io.ByteArrayInputStream",
            "java.io.StringReader",
            "java.io.CharArrayReader",
            "java.io.ByteArrayOutputStream",
            "java.io.StringWriter",
            "java.io.CharArrayWriter");

    /** A method, of any arity if {@code arity} is negative, of a type or what extends it. */
    private record Rule(String type, int arity, Why why) {}

    private final Code code;
    private final Map<Name, List<Rule>> rules = new HashMap<>();

    BlockingCalls(Code code) {
        this.code = code;
        sleeping();
        waiting();
        reading();
        rule(Why.OUTSIDE, "io.gondola.dsl.BlockingSend", "send");
        rule(Why.OUTSIDE, "io.gondola.dsl.BlockingReceive", "receive receiveOption");
        rule(Why.RUNS, "io.gondola.dsl.GoRuntime", "run");
        rule(Why.RUNS, "io.gondola.dsl.Go", "main");
        rule(Why.RUNS, "io.gondola.testkit.Explorer", "explore replay");
    }

    private void sleeping() {
        rule(Why.SLEEPS, "java.lang.Thread", "sleep");
        rule(Why.SLEEPS, "java.util.concurrent.TimeUnit", "sleep");
        rule(Why.SLEEPS, "java.util.concurrent.locks.LockSupport", "park parkNanos parkUntil");
    }

    private void waiting() {
        String j = "java.util.concurrent.";
        rule(Why.WAITS, "java.lang.Thread", "join");
        rule(Why.WAITS, "java.util.concurrent.TimeUnit", "timedJoin timedWait");
        rule(Why.WAITS, "java.lang.Object", "wait");
        rule(Why.LOCKS, j + "locks.Lock", "lock lockInterruptibly tryLock/2");
        rule(Why.LOCKS, j + "locks.StampedLock", "readLock writeLock tryReadLock/2 tryWriteLock/2");
        rule(Why.WAITS, j + "locks.Condition", "await awaitNanos awaitUntil awaitUninterruptibly");
        rule(Why.WAITS, j + "CountDownLatch", "await");
        rule(Why.WAITS, j + "CyclicBarrier", "await");
        rule(Why.WAITS, j + "Phaser", "awaitAdvance awaitAdvanceInterruptibly arriveAndAwaitAdvance");
        rule(Why.WAITS, j + "Semaphore", "acquire acquireUninterruptibly tryAcquire/2 tryAcquire/3");
        rule(Why.WAITS, j + "Exchanger", "exchange");
        rule(Why.WAITS, j + "BlockingQueue", "take put poll/2 offer/3");
        rule(Why.WAITS, j + "BlockingDeque", "takeFirst takeLast putFirst putLast");
        rule(Why.WAITS, j + "TransferQueue", "transfer");
        rule(Why.WAITS, j + "ExecutorService", "invokeAll invokeAny awaitTermination close");
        rule(Why.WAITS, j + "CompletionService", "take poll/2");
        rule(Why.AWAITS, j + "Future", "get");
        rule(Why.AWAITS, j + "CompletableFuture", "join");
        rule(Why.AWAITS, j + "ForkJoinTask", "join invoke");
    }

    private void reading() {
        String all = "read readAllBytes readNBytes readLine lines transferTo skip skipNBytes";
        rule(Why.READS, "java.io.InputStream", all);
        rule(Why.READS, "java.io.Reader", all);
        rule(Why.READS, "java.io.RandomAccessFile", NEW + " read readFully readLine write");
        rule(Why.READS, "java.io.Console", "readLine readPassword");
        rule(Why.READS, "java.io.FileInputStream", NEW);
        rule(Why.READS, "java.io.FileReader", NEW);
        rule(Why.READS, "java.io.FileOutputStream", NEW + " write");
        rule(Why.READS, "java.io.FileWriter", NEW + " write");
        rule(Why.READS, "java.io.File", "createNewFile delete list listFiles mkdir mkdirs renameTo");
        rule(Why.READS, "java.nio.channels.FileChannel", "open read write force lock transferTo transferFrom");
        rule(Why.READS, "java.nio.channels.Selector", "select");
        rule(Why.READS, "java.nio.file.WatchService", "take poll/2");
        rule(
                Why.READS,
                "java.nio.file.Files",
                "copy createDirectories createDirectory createFile createTempDirectory createTempFile delete deleteIfExists"
                        + " find lines list mismatch move newBufferedReader newBufferedWriter newByteChannel newDirectoryStream"
                        + " newInputStream newOutputStream readAllBytes readAllLines readString size walk walkFileTree write"
                        + " writeString");
        rule(Why.READS, "java.net.Socket", NEW + "/2 " + NEW + "/3 " + NEW + "/4 connect");
        rule(Why.READS, "java.net.ServerSocket", "accept");
        rule(Why.READS, "java.net.DatagramSocket", "receive");
        rule(Why.READS, "java.net.InetAddress", "getByName getAllByName isReachable");
        rule(Why.READS, "java.net.URL", "openStream getContent");
        rule(Why.READS, "java.net.URLConnection", "connect getInputStream getContent");
        rule(Why.READS, "java.net.HttpURLConnection", "getResponseCode getResponseMessage");
        rule(Why.READS, "java.net.http.HttpClient", "send");
        rule(Why.READS, "java.lang.Process", "waitFor");
        rule(Why.READS, "java.lang.ProcessBuilder", "start");
        rule(Why.READS, "java.sql.DriverManager", "getConnection");
        rule(Why.READS, "javax.sql.DataSource", "getConnection");
        rule(Why.READS, "java.sql.Connection", "commit rollback close prepareStatement prepareCall isValid");
        rule(
                Why.READS,
                "java.sql.Statement",
                "execute executeQuery executeUpdate executeBatch executeLargeUpdate executeLargeBatch");
        rule(Why.READS, "java.sql.ResultSet", "next updateRow insertRow deleteRow");
    }

    /** @param methods names, divided by spaces, each with {@code /n} if only the method with n parameters blocks */
    private void rule(Why why, String type, String methods) {
        for (String method : methods.split(" ", -1)) {
            int slash = method.indexOf('/');
            int arity = slash < 0 ? -1 : Integer.parseInt(method.substring(slash + 1));
            Name name = code.name(slash < 0 ? method : method.substring(0, slash));
            rules.computeIfAbsent(name, n -> new ArrayList<>()).add(new Rule(type, arity, why));
        }
    }

    /** A quick look at the name only. */
    boolean mayHave(ExecutableElement method) {
        return rules.containsKey(method.getSimpleName());
    }

    /** Why {@code method}, called on a {@code receiver}, may block; null if it does not, or if nothing is known. */
    @Nullable
    Why why(ExecutableElement method, TypeMirror receiver) {
        Set<String> names = code.namesOf(code.declaring(method));
        for (Rule rule : rules.getOrDefault(method.getSimpleName(), List.of())) {
            boolean fits =
                    rule.arity() < 0 || rule.arity() == method.getParameters().size();
            if (fits && names.contains(rule.type()) && !inMemory(receiver)) {
                return rule.why();
            }
        }
        return null;
    }

    private boolean inMemory(TypeMirror receiver) {
        return code.namesOf(receiver).stream().anyMatch(IN_MEMORY::contains);
    }
}
