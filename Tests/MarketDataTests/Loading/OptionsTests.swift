import Foundation
import MarketData
import Testing

@Suite("Choosing a part of a folder")
struct OptionsTests {
  private var fixture: MarketFolderFixture {
    var fixture = MarketFolderFixture()
    for venue in ["alpha", "beta", "gamma"] {
      fixture.files["candles-1h/\(venue)/BBBUSDT.csv"] = MarketFolderFixture.candles(hours: 2..<8)
      fixture.files["funding/\(venue)/BBBUSDT.csv"] = MarketFolderFixture.funding(hours: 2..<8)
    }
    return fixture
  }

  private func sentence(_ options: MarketDataOptions) throws -> String? {
    try fixture.use { folder in
      #expect(throws: MarketDataError.self) { try MarketDataset.load(from: folder, options: options) }?.description
    }
  }

  @Test("Everything lies on one grid from the first row to the last")
  func grid() throws {
    try fixture.use { folder in
      let dataset = try MarketDataset.load(from: folder).dataset
      #expect(dataset.venues == ["alpha", "beta", "gamma"])
      #expect(dataset.start == MarketFolderFixture.start)
      #expect(dataset.barCount == 8)
      #expect(dataset.instruments.map(\.venue) == [0, 0, 1, 1, 2])
      #expect(dataset.instruments.map(\.symbol) == [0, 1, 0, 1, 1])
      let late = dataset.instruments[try #require(dataset.instrument(venue: 2, symbol: 1))]
      #expect(late.open.map(\.isNaN) == [true, true, false, false, false, false, false, false])
      #expect(dataset.origin == .files(folder.path))
    }
  }

  @Test("Symbols, venues and a window cut the dataset")
  func subset() throws {
    try fixture.use { folder in
      let options = MarketDataOptions(
        symbols: ["BBBUSDT"], venues: ["alpha", "gamma"], from: MarketFolderFixture.stamp(3) - 1,
        to: MarketFolderFixture.stamp(5) + 1)
      let dataset = try MarketDataset.load(from: folder, options: options).dataset
      #expect(dataset.venues == ["alpha", "gamma"])
      #expect(dataset.symbols == ["BBBUSDT"])
      #expect(dataset.start == MarketFolderFixture.stamp(3))
      #expect(dataset.barCount == 3)
    }
  }

  @Test("Unknown names list the names there are")
  func unknownNames() throws {
    #expect(
      try sentence(MarketDataOptions(symbols: ["ZZZUSDT"])) == "symbols must be among AAAUSDT, BBBUSDT, was ZZZUSDT")
    #expect(try sentence(MarketDataOptions(venues: ["delta"])) == "venues must be among alpha, beta, gamma, was delta")
    #expect(
      try sentence(MarketDataOptions(symbols: ["AAAUSDT"], venues: ["gamma"]))
        == "symbols must be among BBBUSDT, was AAAUSDT")
  }

  @Test("A symbol asked for by name must have data on two venues")
  func singleVenue() throws {
    #expect(
      try sentence(MarketDataOptions(symbols: ["BBBUSDT"], venues: ["gamma"]))
        == "symbols must each have candles and funding on at least two venues, was BBBUSDT on gamma only")
    #expect(
      try sentence(MarketDataOptions(symbols: ["AAAUSDT", "BBBUSDT"], from: MarketFolderFixture.stamp(5)))
        == "symbols must each have candles and funding on at least two venues, was AAAUSDT on none")
  }

  @Test("A window without data says what the data covers")
  func emptyWindow() throws {
    #expect(
      try sentence(MarketDataOptions(from: MarketFolderFixture.stamp(48), to: MarketFolderFixture.stamp(72)))
        == "window must hold candles (the data covers 2025-01-01T00:00Z to 2025-01-01T08:00Z), "
        + "was 2025-01-03T00:00Z to 2025-01-04T00:00Z")
    #expect(
      try sentence(MarketDataOptions(from: MarketFolderFixture.stamp(4), to: MarketFolderFixture.stamp(4)))
        == "to must be later than from (2025-01-01T04:00Z), was 2025-01-01T04:00Z")
  }

  @Test("A settlement that is missing at the edge of the window is judged by the rows before it")
  func edgeOfWindow() throws {
    var fixture = MarketFolderFixture()
    fixture.files["funding/alpha/AAAUSDT.csv"] = MarketFolderFixture.table(
      MarketFolderFixture.fundingHeader, [0, 3].map { "\(MarketFolderFixture.stamp($0)),0.0007,1" })
    try fixture.use { folder in
      let options = MarketDataOptions(from: MarketFolderFixture.stamp(2))
      let loaded = try MarketDataset.load(from: folder, options: options)
      #expect(loaded.dataset.instruments[0].settledRate[0] == 0.0007)
      #expect(loaded.dataset.instruments[0].isImputed[0])
      #expect(loaded.quality.instruments[0].missingSettlements == 1)
    }
  }
}
