package io.gondola.samples;

import io.gondola.commands.NearestName;
import io.gondola.commands.UsageError;
import io.gondola.samples.adder.Adders;
import io.gondola.samples.classic.Classics;
import io.gondola.samples.files.RealInput;
import io.gondola.samples.files.crawl.CrawlPages;
import io.gondola.samples.files.csv.CsvToJson;
import io.gondola.samples.files.logs.LogStatistics;
import io.gondola.samples.greet.Greetings;
import io.gondola.samples.library.Library;
import io.gondola.samples.net.NetworkPrograms;
import io.gondola.samples.quiz.Quiz;
import io.gondola.samples.scheduling.SchedulerStories;
import io.gondola.samples.tour.Tour;
import io.gondola.samples.tutorial.Tutorial;
import io.vavr.collection.List;
import io.vavr.collection.Seq;

/** All samples, in the order of the list. */
public final class Catalog {
    private static final Seq<Sample> SAMPLES = List.of(
                    Tutorial.samples(),
                    Tour.samples(),
                    Greetings.samples(),
                    Quiz.samples(),
                    Adders.samples(),
                    SchedulerStories.samples(),
                    Classics.samples(),
                    Library.samples(),
                    RealInput.samples(),
                    List.of(LogStatistics.sample(), CsvToJson.sample(), CrawlPages.sample()),
                    NetworkPrograms.samples())
            .flatMap(samples -> samples);

    private Catalog() {}

    public static Seq<Sample> samples() {
        return SAMPLES;
    }

    static Seq<Sample> in(Group group) {
        return SAMPLES.filter(sample -> sample.group() == group);
    }

    /**
     * Finds a sample.
     *
     * @throws UsageError if there is no such sample; the message suggests the nearest name
     */
    static Sample named(String name) {
        return SAMPLES.find(sample -> sample.name().equals(name))
                .getOrElseThrow(() -> new UsageError("there is no sample of this name: " + name
                        + NearestName.to(name, SAMPLES.map(Sample::name))
                                .map(near -> ", did you mean " + near + "?")
                                .getOrElse("; list shows them all")));
    }
}
