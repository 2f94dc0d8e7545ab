rootProject.name = "squares"
