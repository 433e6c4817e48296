"""Whether a file of a run is whole: checksums of checkpoints, syntax of JSON, last lines of CSV and HTML."""
import csv
import json
import struct

MASK = (1 << 64) - 1
EMPTY_CHECKSUM = b"0" * 16


def _crc_tables():
    """What becomes of the register for one byte, and for two."""
    one = []
    for byte in range(256):
        value = byte << 56
        for _ in range(8):
            value = (value << 1 ^ 0x42F0E1EBA9EA3693 if value >> 63 else value << 1) & MASK
        one.append(value)
    two = [one[one[pair >> 8] >> 56 ^ pair & 255] ^ one[pair >> 8] << 8 & MASK for pair in range(1 << 16)]
    return one, two


ONE_BYTE, TWO_BYTES = _crc_tables()


def crc64(data, value=0):
    """CRC-64 with the ECMA-182 polynomial."""
    table = TWO_BYTES
    for (pair,) in struct.iter_unpack(">H", data[: len(data) // 2 * 2]):
        value = table[value >> 48 ^ pair] ^ value << 16 & MASK
    for byte in data[len(data) // 2 * 2 :]:
        value = ONE_BYTE[value >> 56 ^ byte] ^ value << 8 & MASK
    return value


def _parts(path):
    data = path.read_bytes()
    if len(data) < 8:
        raise ValueError(f"has {len(data)} bytes")
    end = 8 + struct.unpack("<Q", data[:8])[0]
    if end > len(data):
        raise ValueError(f"has {len(data)} bytes, its header ends at {end}")
    return data[8:end], data[end:]


def header_of(path):
    """The header of a safetensors file, as JSON has it."""
    return json.loads(_parts(path)[0])


def _check_safetensors(path):
    raw, body = _parts(path)
    header = json.loads(raw)
    claimed = header["__metadata__"]["checksum"]
    entry = b'"checksum":"%s"'
    plain = raw.replace(entry % claimed.encode(), entry % EMPTY_CHECKSUM, 1)
    found = f"{crc64(body, crc64(plain)):016x}"
    if found != claimed:
        raise ValueError(f"has checksum {found}, its header says {claimed}")
    end = max((value["data_offsets"][1] for name, value in header.items() if name != "__metadata__"), default=0)
    if end != len(body):
        raise ValueError(f"has {len(body)} bytes of values, its header describes {end}")


def _check_csv(path):
    text = path.read_text()
    if not text.endswith("\n"):
        raise ValueError("has a last line without an end")
    widths = {len(row) for row in csv.reader(text.splitlines())}
    if len(widths) != 1:
        raise ValueError(f"has rows of {sorted(widths)} columns")


def check_whole(path):
    """Requires that a file can be read to its end; ValueError says what is wrong with it."""
    if path.suffix == ".safetensors":
        _check_safetensors(path)
    elif path.suffix == ".json":
        json.loads(path.read_text())
    elif path.suffix == ".csv":
        _check_csv(path)
    elif path.suffix == ".html":
        if not path.read_text().rstrip().endswith("</html>"):
            raise ValueError("has no end")
    else:
        raise ValueError("is of a kind that nobody knows")
