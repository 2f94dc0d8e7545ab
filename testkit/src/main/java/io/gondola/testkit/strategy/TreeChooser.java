package io.gondola.testkit.strategy;

import io.gondola.testkit.run.Chooser;
import io.gondola.testkit.run.Code;
import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks the tree of all decisions, depth first: each execution is one path, and {@link #advance} moves on to the next.
 */
public abstract class TreeChooser extends Chooser {
    /** One decision on the current path. */
    static final class Node {
        final Code code;

        /** How many answers there are. */
        final int arity;

        /** For a choice of a task: the hashes of their lineages, in the order of the answers. */
        final long @Nullable [] tasks;

        /** For a choice of a task: the number of the step that it makes. */
        final int step;

        /** The answer on the current path. */
        int answer;

        /**
         * For a choice of a task: answers whose subtrees are done with. The answers to all others are tried in order.
         */
        final boolean[] done;

        /** For a choice of a task: answers that are to be tried. */
        final boolean[] wanted;

        /** For a choice of a task: answers whose subtrees hold nothing new, whichever task comes first. */
        final boolean[] asleep;

        /** Whether the default answer lets a task go on that others would interrupt. */
        boolean preempts;

        /** What is left to spend in this node and below, under a bound. */
        int allowance;

        Node(Code code, int arity, long @Nullable [] tasks, int step) {
            this.code = code;
            this.arity = arity;
            this.tasks = tasks;
            this.step = step;
            int n = tasks == null ? 0 : arity;
            this.done = new boolean[n];
            this.wanted = new boolean[n];
            this.asleep = new boolean[n];
        }

        int indexOf(long task) {
            for (int i = 0; tasks != null && i < arity; i++) {
                if (tasks[i] == task) {
                    return i;
                }
            }
            return -1;
        }
    }

    final List<Node> path = new ArrayList<>();
    int depth;

    TreeChooser() {}

    @Override
    public void begin(Execution x) {
        depth = 0;
    }

    /** Fills {@link Node#answer} and whatever else a new node needs. */
    abstract void arrive(Execution x, Node node);

    /** A node of the path that is gone through again. */
    void revisit(Execution x, Node node) {}

    private int decide(Execution x, Code code, Task @Nullable [] enabled, int n) {
        Node node;
        if (depth < path.size()) {
            node = path.get(depth);
            if (node.code != code || node.arity != n) {
                throw new IllegalStateException(
                        "the program does not do the same under the same schedule: at step " + x.steps()
                                + " there was a choice of " + node.code + " among " + node.arity
                                + ", and now there is one of " + code
                                + " among " + n);
            }
            revisit(x, node);
        } else {
            long[] tasks = null;
            if (enabled != null) {
                tasks = new long[n];
                for (int i = 0; i < n; i++) {
                    tasks[i] = enabled[i].lineage().hash();
                }
            }
            node = new Node(code, n, tasks, x.steps());
            path.add(node);
            arrive(x, node);
        }
        depth++;
        return node.answer;
    }

    @Override
    public int next(Execution x, Task[] enabled, int n) {
        return decide(x, Code.GO, enabled, n);
    }

    @Override
    public int choose(Execution x, Code code, int n) {
        return decide(x, code, null, n);
    }

    /** Whether answer {@code i} to a choice of a task, which has not been done, is to be tried. */
    abstract boolean isDue(Node node, int i);

    /** Goes on to the next path. Returns false if there is none. */
    public boolean advance() {
        while (path.size() > depth) {
            path.remove(path.size() - 1); // an execution that was given up never got there
        }
        while (!path.isEmpty()) {
            Node node = path.get(path.size() - 1);
            if (node.tasks == null) { // there may be very many answers
                if (++node.answer < node.arity) {
                    return true;
                }
                path.remove(path.size() - 1);
                continue;
            }
            node.done[node.answer] = true;
            for (int i = 0; i < node.arity; i++) {
                if (!node.done[i] && isDue(node, i)) {
                    node.answer = i;
                    return true;
                }
            }
            path.remove(path.size() - 1);
        }
        return false;
    }
}
