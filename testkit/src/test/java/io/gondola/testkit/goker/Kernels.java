package io.gondola.testkit.goker;

import java.util.List;
import java.util.stream.Stream;

/** All kernels, in the order of their kinds. */
final class Kernels {
    static final List<Kernel> BLOCKING = List.of(
            new Etcd5509(),
            new Grpc3017(),
            new Hugo5379(),
            new Cockroach7504(),
            new Hugo3251(),
            new Cockroach6181(),
            new Cockroach35931(),
            new Grpc1275(),
            new Kubernetes5316(),
            new Kubernetes38669(),
            new Kubernetes70277(),
            new Cockroach10790(),
            new Istio18454(),
            new Moby27782(),
            new Moby29733(),
            new Etcd7443(),
            new Grpc1353(),
            new Grpc1460(),
            new Kubernetes10182(),
            new Cockroach1462(),
            new Moby25384());

    static final List<Kernel> NON_BLOCKING = List.of(
            new Moby18412(),
            new Etcd8194(),
            new Istio8144(),
            new Istio8214(),
            new Kubernetes49404(),
            new Kubernetes82550(),
            new Kubernetes88331(),
            new Etcd3077(),
            new Serving3068(),
            new Cockroach35501(),
            new Serving4908(),
            new Kubernetes13058());

    private Kernels() {}

    static List<Kernel> all() {
        return Stream.concat(BLOCKING.stream(), NON_BLOCKING.stream()).toList();
    }
}
