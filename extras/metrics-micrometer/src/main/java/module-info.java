/** Meters of a runtime for Micrometer. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Micrometer has no descriptor
module io.gondola.metrics.micrometer {
    requires transitive io.gondola.dsl;
    requires transitive micrometer.core;
    requires static transitive org.jspecify;

    exports io.gondola.metrics.micrometer;
}
