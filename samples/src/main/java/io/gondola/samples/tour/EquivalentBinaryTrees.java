package io.gondola.samples.tour;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Loop;
import io.gondola.dsl.SendChannel;
import io.gondola.dsl.Unit;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Pages 7 and 8: two trees of different shapes that hold the same numbers, walked side by side. */
final class EquivalentBinaryTrees {
    private EquivalentBinaryTrees() {}

    private record Tree(Tree left, int value, Tree right) {
        /** The numbers k, 2k, …, 10k, in a tree whose shape the seed decides. */
        static Tree of(int k, long seed) {
            List<Integer> values = new ArrayList<>(
                    IntStream.rangeClosed(1, 10).map(i -> i * k).boxed().toList());
            Collections.shuffle(values, new Random(seed));
            Tree t = null;
            for (int v : values) {
                t = insert(t, v);
            }
            return t;
        }

        private static Tree insert(Tree t, int v) {
            if (t == null) {
                return new Tree(null, v, null);
            }
            return v < t.value
                    ? new Tree(insert(t.left, v), t.value, t.right)
                    : new Tree(t.left, t.value, insert(t.right, v));
        }
    }

    /** {@code if t == nil { return }; Walk(t.Left, ch); ch <- t.Value; Walk(t.Right, ch)}. */
    private static Go<Unit> walk(Tree t, SendChannel<Integer> ch) {
        return t == null ? unit() : sequence(walk(t.left, ch), ch.send(t.value), walk(t.right, ch));
    }

    private static Go<Boolean> same(Tree t1, Tree t2) {
        return suspend(() -> {
            Channel<Integer> ch1 = Channel.unbuffered();
            Channel<Integer> ch2 = Channel.unbuffered();
            return sequence(
                            go(walk(t1, ch1).then(ch1.close())),
                            go(walk(t2, ch2).then(ch2.close())))
                    .then(equal(ch1, ch2));
        });
    }

    private static Go<Boolean> equal(Channel<Integer> ch1, Channel<Integer> ch2) {
        return loop(
                Unit.UNIT,
                u -> zip(
                        ch1.receiveOption(),
                        ch2.receiveOption(),
                        (v1, v2) -> v1.equals(v2) && v1.isDefined() ? Loop.next(u) : Loop.done(v1.equals(v2))));
    }

    static Go<Unit> program() {
        Channel<Integer> ch = Channel.unbuffered();
        return sequence(
                go(walk(Tree.of(1, 7), ch).then(ch.close())),
                ch.range(v -> println(v)),
                same(Tree.of(1, 8), Tree.of(1, 9)).flatMap(s -> println("tree 1 and tree 1:", s)),
                same(Tree.of(1, 8), Tree.of(2, 9)).flatMap(s -> println("tree 1 and tree 2:", s)));
    }

    static Sample sample() {
        return Sample.named("tour-binary-trees")
                .in(Group.TOUR)
                .summary("two trees are walked side by side and compared")
                .prints(
                        "1",
                        "2",
                        "3",
                        "4",
                        "5",
                        "6",
                        "7",
                        "8",
                        "9",
                        "10",
                        "tree 1 and tree 1: true",
                        "tree 1 and tree 2: false")
                .runs(() -> program());
    }
}
