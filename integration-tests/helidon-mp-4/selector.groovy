// Helidon 4 needs Java 21: with an older JDK in it.java.home the invoker says that it skips this project.
def release = new Properties()
new File(javaHome, 'release').withInputStream { release.load(it) }
return release.getProperty('JAVA_VERSION').replaceAll(/"|\..*/, '').toInteger() >= 21
