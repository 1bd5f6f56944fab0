using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Storage;

namespace WeightlessNet.Tests.Storage;

public class TuningControlsFormatTests
{
    private static readonly TuningControl[] OfEveryKind =
    [
        TuningControl.Mute("genre", "Horror"),
        TuningControl.Boost(-0.5, TuningCondition.Has("genre", "\uD800"), TuningCondition.HasNot("year", "above 1994")),
        TuningControl.BoostByLevel("year", 0.25),
        TuningControl.Pin(3),
        TuningControl.Ban(int.MaxValue),
        TuningControl.WeighRecent(),
    ];

    [Fact]
    public void Controls_are_read_as_they_were_written()
    {
        Assert.Equal(Enum.GetValues<TuningKind>(), OfEveryKind.Select(control => control.Kind));
        byte[] written = TuningControls.Write(OfEveryKind);

        IReadOnlyList<TuningControl> read = TuningControls.Read(written);

        Assert.Equal(OfEveryKind, read);
        Assert.Equal(written, TuningControls.Write(read));
        Assert.Empty(TuningControls.Read(TuningControls.Write([])));
    }

    [Fact]
    public void The_bytes_are_those_of_the_documented_format()
    {
        using MemoryStream payload = new();
        using (BinaryWriter writer = new(payload))
        {
            writer.Write([1, 1, 1]);
            writer.Write((ushort)'g');
            writer.Write((byte)1);
            writer.Write((ushort)'w');
            writer.Write([0, 0]);
            writer.Write(0.5);
            writer.Write((byte)0);
            writer.Write([3, 0, 0]);
            writer.Write(0.0);
            writer.Write((byte)1);
            writer.Write(7);
        }

        using MemoryStream expected = new();
        using BinaryWriter whole = new(expected);
        whole.Write("WNET\r\n\x1A\n"u8);
        whole.Write((ushort)1);
        whole.Write((ushort)1);
        whole.Write((ushort)79);
        whole.Write([0, 1]);
        whole.Write(0UL);
        whole.Write(2L);
        whole.Write((uint)payload.ToArray().Length);
        whole.Write(payload.ToArray());
        whole.Write(0);
        whole.Write(Crc32C.Append(Crc32C.Empty, expected.ToArray()));

        Assert.Equal(expected.ToArray(), TuningControls.Write([TuningControl.Boost("g", "w", 0.5), TuningControl.Pin(7)]));
    }

    [Fact]
    public void Every_bit_flip_and_every_truncation_is_refused()
    {
        byte[] whole = TuningControls.Write(OfEveryKind);
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => TuningControls.Read(whole.AsSpan(0, length)));
        }

        for (int bit = 0; bit < 8 * whole.Length; bit++)
        {
            byte[] damaged = [.. whole];
            damaged[bit >> 3] ^= (byte)(1 << (bit & 7));
            Assert.Throws<InvalidDataException>(() => TuningControls.Read(damaged));
        }
    }

    [Fact]
    public void An_unknown_kind_with_the_right_checksum_is_refused()
    {
        byte[] bytes = TuningControls.Write([TuningControl.WeighRecent()]);
        int kind = Array.LastIndexOf(bytes, (byte)TuningKind.WeighRecent, bytes.Length - 9);
        bytes[kind]++;
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - 4), Crc32C.Append(Crc32C.Empty, bytes.AsSpan(..^4)));

        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => TuningControls.Read(bytes));
        Assert.Contains("kind of control", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_controls_are_not_written()
    {
        Assert.Throws<ArgumentNullException>("controls", () => TuningControls.Write(null!));
        Assert.Throws<ArgumentException>("controls", () => TuningControls.Write([null!]));
        Assert.Throws<ArgumentException>("controls", () => TuningControls.Write([new TuningControl { Kind = (TuningKind)6 }]));
        Assert.Throws<ArgumentException>("controls", () => TuningControls.Write([TuningControl.Mute(default(TuningCondition))]));
    }
}
