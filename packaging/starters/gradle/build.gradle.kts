plugins {
    application
}

val gondolaVersion = "0.1.0-SNAPSHOT"

repositories {
    mavenLocal()
    mavenCentral()
}

dependencies {
    implementation(platform("io.gondola:gondola-bom:$gondolaVersion"))
    implementation("io.gondola:gondola")

    // @GoTest and assertThatGo, beside JUnit's own tests.
    testImplementation(platform("io.gondola:gondola-bom:$gondolaVersion"))
    testImplementation(platform("org.junit:junit-bom:5.14.4"))
    testImplementation("io.gondola:gondola-testkit")
    testImplementation("org.junit.jupiter:junit-jupiter")
    testRuntimeOnly("org.junit.platform:junit-platform-launcher")

    // Stops programs that are built and never run, and steps that block.
    annotationProcessor("io.gondola:gondola-lint:$gondolaVersion")
    testAnnotationProcessor("io.gondola:gondola-lint:$gondolaVersion")
}

java {
    toolchain {
        languageVersion = JavaLanguageVersion.of(17)
    }
}

tasks.withType<JavaCompile>().configureEach {
    options.encoding = "UTF-8"
    options.compilerArgs.add("-Xplugin:Gondola")
}

tasks.test {
    useJUnitPlatform()
}

application {
    mainClass = "Squares"
}
