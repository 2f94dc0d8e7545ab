package io.gondola.samples;

import io.vavr.collection.HashSet;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What a sample prints: exact lines where Go guarantees their order, otherwise a rule that every legal run keeps.
 *
 * <p>The description is part of the message when a run breaks the rule.
 */
public final class Expected {
    private final String description;
    private final Predicate<Seq<String>> rule;

    private Expected(String description, Predicate<Seq<String>> rule) {
        this.description = description;
        this.rule = rule;
    }

    /** These lines and no others, in this order. */
    public static Expected lines(String... lines) {
        Seq<String> exact = List.of(lines);
        return that("exactly " + exact.mkString("[", " | ", "]"), seen -> seen.equals(exact));
    }

    /** As many lines as there are regular expressions, each matching its own as a whole. */
    public static Expected matching(String... patterns) {
        Seq<String> all = List.of(patterns);
        return that(
                "lines like " + all.mkString("[", " | ", "]"),
                seen -> seen.size() == all.size() && seen.zip(all).forAll(pair -> pair._1.matches(pair._2)));
    }

    public static Expected endsWith(String line) {
        return that("last " + line, seen -> seen.lastOption().contains(line));
    }

    /** The lines of several goroutines: each goroutine's in its own order, mixed in any way. */
    @SafeVarargs
    public static Expected interleaving(Seq<String>... goroutines) {
        Vector<Seq<String>> all = Vector.tabulate(goroutines.length, i -> goroutines[i]);
        Vector<Integer> everything = all.map(Seq::size);
        return that(
                "a mix of " + all.mkString(" with "), seen -> reached(all, seen).contains(everything));
    }

    /** As {@link #interleaving}, but any goroutine may be cut short by the end of the program. */
    @SafeVarargs
    public static Expected interleavingCutShort(Seq<String>... goroutines) {
        Vector<Seq<String>> all = Vector.tabulate(goroutines.length, i -> goroutines[i]);
        return that(
                "beginnings of " + all.mkString(" with "),
                seen -> reached(all, seen).nonEmpty());
    }

    /** One of several outcomes. */
    public static Expected anyOf(Expected... alternatives) {
        List<Expected> all = List.of(alternatives);
        return that(all.map(e -> e.description).mkString(" or "), seen -> all.exists(e -> e.rule.test(seen)));
    }

    public static Expected that(String description, Predicate<Seq<String>> rule) {
        return new Expected(description, rule);
    }

    public Expected and(Expected other) {
        return that(description + ", and " + other.description, rule.and(other.rule));
    }

    /** The same rule for lines that are rewritten before they are looked at, say to hide a measured time. */
    public Expected after(UnaryOperator<String> rewrite) {
        return that(description, seen -> rule.test(seen.map(rewrite)));
    }

    public boolean accepts(Seq<String> lines) {
        return rule.test(lines);
    }

    @Override
    public String toString() {
        return description;
    }

    /** How far each goroutine may have come once all lines were seen: one entry per way to deal them out. */
    private static Set<Vector<Integer>> reached(Vector<Seq<String>> goroutines, Seq<String> seen) {
        Set<Vector<Integer>> start = HashSet.of(goroutines.map(g -> 0));
        return seen.foldLeft(start, (positions, line) -> positions.flatMap(at -> steps(goroutines, at, line)));
    }

    private static Seq<Vector<Integer>> steps(Vector<Seq<String>> goroutines, Vector<Integer> at, String line) {
        return Vector.range(0, goroutines.size())
                .filter(i -> at.get(i) < goroutines.get(i).size())
                .filter(i -> goroutines.get(i).get(at.get(i)).equals(line))
                .map(i -> at.update(i, at.get(i) + 1));
    }
}
