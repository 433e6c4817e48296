"""Steps Gymnasium environments for the process that started this one; docs/gymnasium-protocol.md has the messages."""

import importlib
import json
import os
import random
import struct
import sys
import threading
import time

MAGIC, VERSION = b"RLGY", 1
HEADER = struct.Struct("<II")
OPEN, RESET, STEP = 1, 2, 3
DESCRIPTION, OBSERVED, FAILURE = 101, 102, 255


class Refusal(Exception):
    """Something that the other side must hear about, as the fields of a failure message."""

    def __init__(self, kind, message="", **fields):
        super().__init__(message)
        self.fields = {"kind": kind, "message": message, **fields}


def last_line(error):
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__


def name_and_line(error):
    text = last_line(error)
    return text if text == type(error).__name__ else f"{type(error).__name__}: {text}"


class Channel:
    """The byte stream to the parent, taken away from the environments: what they print goes to standard error."""

    def __init__(self):
        self.input, self.output = os.dup(0), os.dup(1)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)
        sys.stdout.reconfigure(line_buffering=True)
        self.buffer = bytearray(1 << 16)

    def receive(self):
        """The next request as its kind and payload, or None where the parent is gone."""
        have = self.fill(0, HEADER.size)
        if have is None:
            return None
        kind, length = HEADER.unpack_from(self.buffer)
        end = HEADER.size + length
        if end > len(self.buffer):
            self.buffer = self.buffer + bytearray(end - len(self.buffer))
        if self.fill(have, end) is None:
            return None
        return kind, memoryview(self.buffer)[HEADER.size : end]

    def fill(self, have, needed):
        # Requests never overlap, so that reading as much as there is cannot take from the next one.
        view = memoryview(self.buffer)
        while have < needed:
            count = os.readv(self.input, [view[have:]])
            if count == 0:
                return None
            have += count
        return have

    def send(self, kind, parts):
        parts = [view.cast("B") for view in map(memoryview, parts) if view.nbytes]
        parts.insert(0, memoryview(HEADER.pack(kind, sum(len(part) for part in parts))))
        self.write(parts)

    def write(self, parts):
        while parts:
            count = os.writev(self.output, parts)
            while parts and count >= len(parts[0]):
                count -= len(parts.pop(0))
            if parts and count:
                parts[0] = parts[0][count:]

    def send_json(self, kind, value):
        self.send(kind, [json.dumps(value).encode()])


def observation_groups(space):
    """The leaves of an observation space as groups, in the order in which Gymnasium flattens them."""
    groups = []

    def visit(part, path):
        if isinstance(part, spaces.Dict):
            for key, child in part.spaces.items():
                visit(child, path + [str(key)])
        elif isinstance(part, spaces.Tuple):
            for index, child in enumerate(part.spaces):
                visit(child, path + [str(index)])
        elif isinstance(part, (spaces.Box, spaces.Discrete, spaces.MultiDiscrete, spaces.MultiBinary)):
            width = spaces.flatdim(part)
            if width == 0:
                raise Refusal("unsupportedSpace", "has no values", role="observation", space=str(part))
            is_table = isinstance(part, spaces.Box) and len(part.shape) == 2
            rows = part.shape[0] if is_table else 1
            groups.append({"name": ".".join(path) or "observation", "rows": rows, "columns": width // rows})
        else:
            raise Refusal("unsupportedSpace", "is of a kind that has no fixed width", role="observation", space=str(part))

    visit(space, [])
    if not groups:
        raise Refusal("unsupportedSpace", "has no values", role="observation", space=str(space))
    return groups


def observation_writer(space):
    """A function that writes an observation into a row of 32-bit floats."""
    if not isinstance(space, spaces.Box):

        def write(row, observation):
            row[:] = spaces.flatten(space, observation)

        return write
    shape = space.shape

    def write_box(row, observation):
        values = np.asarray(observation)
        if values.shape != shape:
            raise ValueError(f"an observation of shape {values.shape} where the space says {shape}")
        row[:] = values if len(shape) == 1 else values.reshape(-1)

    return write_box


class ActionCodec:
    """The description of an action space and the way from rows of 32-bit floats to its actions."""

    def __init__(self, space):
        def refuse(reason):
            raise Refusal("unsupportedSpace", reason, role="action", space=str(space))

        self.sizes = []
        if isinstance(space, spaces.Discrete):
            start, self.width, self.sizes = int(space.start), 1, [int(space.n)]
            self.description = {"kind": "discrete", "counts": self.sizes}
            self.decode = lambda rows: rows[:, 0].astype(np.int64) + start
        elif isinstance(space, (spaces.MultiDiscrete, spaces.MultiBinary)):
            counts = space.nvec if isinstance(space, spaces.MultiDiscrete) else np.full(space.shape, 2)
            self.sizes = [int(count) for count in np.ravel(counts)]
            start, shape, dtype = getattr(space, "start", 0), space.shape, space.dtype
            self.width = len(self.sizes)
            if self.width == 0:
                refuse("has no values")
            self.description = {"kind": "multiDiscrete", "counts": self.sizes}
            self.decode = lambda rows: rows.astype(dtype).reshape(-1, *shape) + np.asarray(start, dtype)
        elif isinstance(space, spaces.Box):
            shape, dtype = space.shape, space.dtype
            if not np.issubdtype(dtype, np.floating):
                refuse("has whole numbers in a box; a continuous agent needs real ones")
            with np.errstate(over="ignore"):
                low, high = (np.ravel(bound).astype(np.float32) for bound in (space.low, space.high))
            self.width = low.size
            if self.width == 0:
                refuse("has no values")
            if not (np.isfinite(low).all() and np.isfinite(high).all()):
                refuse("has infinite bounds; rescale or clip its actions with a Gymnasium wrapper")
            if not (low < high).all():
                refuse("has bounds that leave no room")
            self.description = {"kind": "continuous", "low": low.tolist(), "high": high.tolist()}
            self.decode = lambda rows: rows.astype(dtype).reshape(-1, *shape)
        else:
            refuse("is neither Discrete, MultiDiscrete, MultiBinary nor Box")


class Masks:
    """Where the valid choices of each environment come from."""

    def __init__(self, source, environments, sizes):
        self.source = source
        self.width = sum(sizes) if source else 0
        self.choices = []
        if not source:
            return
        if not sizes:
            raise Refusal("masks", "its actions are continuous and cannot be masked")
        start = 0
        for size in sizes:
            self.choices.append(slice(start, start + size))
            start += size
        if source == "method":
            try:
                self.methods = [environment.get_wrapper_attr("action_masks") for environment in environments]
            except AttributeError:
                raise Refusal("masks", "it has no method action_masks()") from None

    def write(self, row, index, info, is_final=False):
        if self.source == "info":
            if "action_mask" not in info:
                raise Refusal("masks", "its info has no action_mask", environment=index)
            mask = info["action_mask"]
        else:
            mask = self.methods[index]()
        if isinstance(mask, (tuple, list)) and mask and np.ndim(mask[0]):
            mask = np.concatenate([np.ravel(part) for part in mask])
        mask = np.ravel(mask)
        if mask.size != self.width:
            raise Refusal("masks", f"its mask has {mask.size} flags instead of {self.width}", environment=index)
        row[:] = mask.astype(bool)
        for choice in self.choices:
            if not row[choice].any():
                if not is_final:
                    raise Refusal("masks", "its mask leaves no valid choice", environment=index)
                # Nothing is chosen in a final state.
                row[choice] = 1


class Server:
    """The environments and the one message that answers both reset and step."""

    def __init__(self, request):
        self.environments = []
        self.place = (None, "make")
        self.make(request)
        count, first = len(self.environments), self.environments[0]
        self.place = (0, "make")
        self.groups = observation_groups(first.observation_space)
        self.write_observation = observation_writer(first.observation_space)
        self.codec = ActionCodec(first.action_space)
        self.masks = Masks(request["masks"], self.environments, self.codec.sizes)
        self.width = sum(group["rows"] * group["columns"] for group in self.groups)

        floats = count * self.width + count
        self.fixed = bytearray(4 * floats + count + count * self.masks.width)
        numbers = np.frombuffer(self.fixed, "<f4", floats)
        flags = np.frombuffer(self.fixed, np.uint8, offset=4 * floats)
        self.observations = numbers[: count * self.width].reshape(count, self.width)
        self.rewards = numbers[count * self.width :]
        self.ends = flags[:count]
        self.mask_rows = flags[count:].reshape(count, self.masks.width)
        self.finals = np.zeros((count, self.width), "<f4")
        self.final_masks = np.zeros((count, self.masks.width), np.uint8)
        self.steps = [environment.step for environment in self.environments]

    def make(self, request):
        name = request["id"]
        try:
            for _ in range(request["count"]):
                options = {"disable_env_checker": True, **request["arguments"]}
                self.environments.append(gymnasium.make(name, **options))
        except (gymnasium.error.UnregisteredEnv, gymnasium.error.DeprecatedEnv) as error:
            raise Refusal("unknownEnvironment", last_line(error)) from None
        except (gymnasium.error.DependencyNotInstalled, ImportError) as error:
            raise Refusal("dependencyMissing", last_line(error)) from None

    def description(self):
        return {
            "gymnasium": gymnasium.__version__,
            "observation": self.groups,
            "action": self.codec.description,
            "maskWidth": self.masks.width,
        }

    def reset(self, payload):
        seeds = np.frombuffer(payload, "<u4").tolist()
        if seeds:
            # For environments that draw from the generators of the process.
            random.seed(seeds[0])
            np.random.seed(seeds[0])
        self.ends[:] = 0
        self.rewards[:] = 0
        for index, environment in enumerate(self.environments):
            self.place = (index, "reset")
            observation, info = environment.reset(seed=seeds[index]) if seeds else environment.reset()
            self.observe(index, observation, info)
        return [self.fixed]

    def step(self, payload):
        count, width = len(self.steps), self.codec.width
        actions = self.codec.decode(np.frombuffer(payload, "<f4").reshape(count, width))
        ended = 0
        self.ends[:] = 0
        for index, step in enumerate(self.steps):
            self.place = (index, "step")
            observation, reward, terminated, truncated, info = step(actions[index])
            self.rewards[index] = reward
            if terminated or truncated:
                self.ends[index] = 1 if terminated else 2
                self.write_observation(self.finals[ended], observation)
                if self.masks.width:
                    self.masks.write(self.final_masks[ended], index, info, is_final=True)
                ended += 1
                self.place = (index, "reset")
                observation, info = self.environments[index].reset()
            self.observe(index, observation, info)
        return [self.fixed, self.finals[:ended], self.final_masks[:ended]] if ended else [self.fixed]

    def observe(self, index, observation, info):
        self.write_observation(self.observations[index], observation)
        if self.masks.width:
            self.masks.write(self.mask_rows[index], index, info)


def import_everything(request):
    """Binds the modules that only the environments need, so that a missing one can be told in a message."""
    global gymnasium, np, spaces
    sys.path[:0] = request["modulePaths"]
    for name in ("numpy", "gymnasium"):
        try:
            importlib.import_module(name)
        except ImportError as error:
            raise Refusal("packageMissing", name_and_line(error), package=name) from None
    import gymnasium
    import numpy as np
    from gymnasium import spaces

    for name in request["modules"]:
        try:
            importlib.import_module(name)
        except Exception as error:
            raise Refusal("moduleUnusable", name_and_line(error), package=name) from None


def end_with_parent():
    """Ends this process where its parent is gone and an environment hangs, so that nobody reads the end of input."""
    parent = os.getppid()

    def watch():
        while os.getppid() == parent:
            time.sleep(2)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def serve(channel):
    """Answers requests until the parent closes its end; returns the environments that are then to be closed."""
    server = None
    while (message := channel.receive()) is not None:
        kind, payload = message
        try:
            if kind == OPEN:
                request = json.loads(bytes(payload))
                import_everything(request)
                server = Server(request)
                channel.send_json(DESCRIPTION, server.description())
            else:
                channel.send(OBSERVED, server.reset(payload) if kind == RESET else server.step(payload))
        except Refusal as refusal:
            channel.send_json(FAILURE, refusal.fields)
        except (BrokenPipeError, ConnectionResetError):
            break
        except Exception as error:
            index, doing = server.place if server else (None, "make")
            fields = {"kind": "raised", "message": name_and_line(error), "environment": index, "during": doing}
            channel.send_json(FAILURE, fields)
    return server.environments if server else []


def main():
    channel = Channel()
    end_with_parent()
    channel.write([memoryview(MAGIC + struct.pack("<I", VERSION))])
    for environment in serve(channel):
        environment.close()


if __name__ == "__main__":
    main()
