import Foundation

/// Ever longer pauses of somebody who waits.
///
/// MPI's own waiting spins and would take the core from a rank that works: the coordinator's own job, or everybody's
/// where ranks outnumber cores.
struct Pause {
  private static let longest: useconds_t = 1_000

  private var microseconds: useconds_t = 20

  mutating func sleep() {
    usleep(microseconds)
    microseconds = min(2 * microseconds, Self.longest)
  }
}
