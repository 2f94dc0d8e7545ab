package io.gondola.benchmarks;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The peer that a JMH benchmark runs on, for as long as the trial lasts. */
@State(Scope.Benchmark)
public class OnPeer {
    /**
     * The number of carrier threads that the first trial in this JVM asked for; it can not change after. Null before.
     */
    private static Integer carriers;

    @Param({"gondola", "virtual", "jox"})
    public String peer;

    /** How many goroutines or virtual threads run at once; 0 for as many as there are CPUs. */
    @Param({"1", "0"})
    public int procs;

    private Programs programs;

    @Setup(Level.Trial)
    public void open() throws ReflectiveOperationException, PeerFailure, InterruptedException {
        Peer chosen = Peer.labelled(peer)
                .getOrElseThrow(() ->
                        new IllegalArgumentException("unknown peer: " + peer + "; there are gondola, virtual, jox"));
        new Launcher("", Launcher.folder()).prepare(chosen);
        int parallelism = procs == 0 ? Environment.cpus() : procs;
        if (chosen != Peer.GONDOLA) {
            setCarriers(parallelism);
        }
        programs = chosen.programs(parallelism);
    }

    private static void setCarriers(int n) {
        if (carriers != null && carriers != n) {
            throw new IllegalStateException(
                    "this JVM's virtual threads have their carriers: procs=" + carriers + "; use at least one fork");
        }
        carriers = n;
        System.setProperty(VirtualThreads.CARRIERS_PROPERTY, Integer.toString(n));
    }

    @TearDown(Level.Trial)
    public void close() {
        if (programs != null) {
            programs.close();
        }
    }

    long execute(Workload workload, int n) throws Exception {
        long check = programs.execute(workload, n);
        if (check != workload.expected(n)) {
            throw new IllegalStateException(
                    workload.label() + " yielded " + check + " instead of " + workload.expected(n));
        }
        return check;
    }
}
