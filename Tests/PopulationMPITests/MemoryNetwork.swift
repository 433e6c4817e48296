import Foundation
import Synchronization

@testable import PopulationMPI

/// Ranks that are threads of this process.
final class MemoryNetwork: Sendable {
  private let mailboxes: Mutex<[[Parcel]]>
  private let servers = DispatchGroup()

  private struct Parcel: Sendable {
    var head: RankMessage.Head
    var body: Data
    var source: Int
  }

  init(size: Int) { mailboxes = Mutex(Array(repeating: [], count: size)) }

  /// One rank's end.
  struct Channel: RankChannel {
    let network: MemoryNetwork
    let rank: Int

    var size: Int { network.mailboxes.withLock(\.count) }

    func send(_ message: RankMessage, to rank: Int) {
      let parcel = Parcel(head: message.head, body: message.body, source: self.rank)
      network.mailboxes.withLock { $0[rank].append(parcel) }
    }

    func receive() -> (message: RankMessage, source: Int)? {
      let parcel = network.mailboxes.withLock { $0[rank].isEmpty ? nil : $0[rank].removeFirst() }
      return parcel.map { (RankMessage(head: $0.head, body: $0.body) ?? .end, $0.source) }
    }

    func close() {}
  }

  /// The session of a rank.
  func session(_ rank: Int) -> MPISession { MPISession(Channel(network: self, rank: rank)) }

  /// Has all ranks but the first serve until they are told to end.
  func serve(_ workers: [some Worker]) {
    for (index, worker) in workers.enumerated() {
      servers.enter()
      Thread { [self] in
        session(index + 1).serve(worker)
        servers.leave()
      }.start()
    }
  }

  /// Waits until all ranks have ended.
  func join() { servers.wait() }
}
