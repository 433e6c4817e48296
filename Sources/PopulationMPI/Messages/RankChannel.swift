/// How a rank reaches the others.
///
/// Between two ranks messages arrive in the order in which they were sent.
protocol RankChannel {
  /// This rank, from 0.
  var rank: Int { get }
  /// Ranks in all.
  var size: Int { get }

  /// Sends; returns when the message may be forgotten.
  func send(_ message: RankMessage, to rank: Int)

  /// The next message, where one has come.
  func receive() -> (message: RankMessage, source: Int)?

  /// Leaves the other ranks; nothing is sent or received afterwards.
  func close()
}

extension RankChannel {
  /// Waits for a message.
  func wait() -> (message: RankMessage, source: Int) {
    var pause = Pause()
    while true {
      if let received = receive() { return received }
      pause.sleep()
    }
  }
}
