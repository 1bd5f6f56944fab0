using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving;
using WeightlessNet.Serving.Internals;
using Xunit;

namespace WeightlessNet.Tests.Storage;

public sealed class TuningControlsTests
{
    private static readonly TuningControl[] Controls =
    [
        TuningControl.Mute(TuningCondition.Has("genre", "Horror"), TuningCondition.HasNot("year", "above 1994")),
        TuningControl.Boost("genre", "\uD800", -0.75),
        TuningControl.BoostByLevel("year", 0.1),
        TuningControl.Pin(int.MaxValue),
        TuningControl.Ban(0),
    ];

    [Fact]
    public void Written_controls_are_read_and_rewritten_in_the_same_bytes()
    {
        foreach (TuningControl[] controls in (TuningControl[][])[[], Controls, [.. Controls.Reverse()]])
        {
            byte[] bytes = TuningControls.Write(controls);

            Assert.Equal(controls, TuningControls.Read(bytes));
            Assert.Equal(bytes, TuningControls.Write(TuningControls.Read(bytes)));
        }
    }

    [Fact]
    public void Version_1_is_read_and_written_to_the_byte()
    {
        byte[] golden = GoldenFile.Read("TuningControls.v1.bin", TuningControls.Write(Controls));

        Assert.Equal(golden, TuningControls.Write(Controls));
        Assert.Equal(Controls, TuningControls.Read(golden));
    }

    [Fact]
    public void Every_bit_flip_and_every_truncation_is_refused()
    {
        byte[] bytes = TuningControls.Write(Controls);
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit >> 3] ^= (byte)(1 << (bit & 7));
            Assert.Throws<InvalidDataException>(() => TuningControls.Read(bytes));
            bytes[bit >> 3] ^= (byte)(1 << (bit & 7));
        }

        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => TuningControls.Read(bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Invalid_controls_are_refused()
    {
        Assert.Throws<ArgumentNullException>("controls", () => TuningControls.Write(null!));
        TuningControl[] bad =
        [
            null!,
            new TuningControl { Kind = (TuningKind)77 },
            new TuningControl { Kind = TuningKind.Mute, Conditions = [default] },
            TuningControl.Mute("genre", null!),
        ];
        foreach (TuningControl control in bad)
        {
            Assert.Throws<ArgumentException>("controls", () => TuningControls.Write([Controls[0], control]));
        }
    }

    [Fact]
    public void A_journal_keeps_controls_per_user()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using (RatingJournal journal = RatingJournal.Open(path, 9, RatingScale.Stars))
            {
                journal.AppendSettings(3, TuningControls.Write(Controls));
            }

            using RatingJournal opened = RatingJournal.Open(path, 9, RatingScale.Stars);
            List<(int User, IReadOnlyList<TuningControl> Controls)> seen = [];
            opened.Replay(
                new UserMeanRecommender(9, RatingScale.Stars), (user, bytes) => seen.Add((user, TuningControls.Read(bytes.Span))));

            Assert.Equal(3, Assert.Single(seen).User);
            Assert.Equal(Controls, seen[0].Controls);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
