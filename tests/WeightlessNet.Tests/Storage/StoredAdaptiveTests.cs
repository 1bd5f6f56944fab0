using System.Buffers;
using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.LookupNetworks;
using WeightlessNet.Models;
using WeightlessNet.Nodes;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Storage;

/// <summary>Snapshots of networks that go on learning, and of classifiers before a choice, whose parts contradict each other.</summary>
public sealed class StoredAdaptiveTests
{
    private const int Tables = 20;
    private const int Unit = 1 << 16;
    private const int MostGains = 4032;
    private const int MostRecentGains = 32;

    private static readonly LookupNetworkOptions Short = new() { Epochs = 1, MaxDegreeOfParallelism = 1 };
    private static readonly ulong[] Patterns = [1, 2, 4, 8];
    private static readonly InputLayer Candidates = new(TupleMapping.Random(9, 9, Tables, 1));

    private static readonly LookupNetwork<int> Network =
        LookupNetwork.Train<int>(Candidates, new SampleBatch(Patterns, 1), [0, 1, 0, 1], Short);

    private static readonly LookupRegressor Regressor =
        LookupNetwork.TrainRegression(Candidates, new SampleBatch(Patterns, 1), [0, 1, 0, 1], Short);

    // Six of the bits are read.
    private static readonly InputLayer Layer = new(new TupleMapping(7, 3, [0, 1, 2, 3, 4, 5]));

    [Fact]
    public void Counts_of_other_patterns_are_refused()
    {
        Assert.Equal(0, Load(Stored(Counts(Tables))).ExampleCount);
        Assert.Equal(0, LoadRegressor(StoredRegressor(Errors(Tables))).ExampleCount);
        foreach (int bits in new[] { Tables - 1, Tables + 1, 10 * Tables })
        {
            Refused(() => Load(Stored(Counts(bits))), $"{bits} bits");
            Refused(() => LoadRegressor(StoredRegressor(Errors(bits))), $"{bits} bits");
        }
    }

    [Fact]
    public void Counts_that_cannot_forget_or_choose_their_reading_are_refused()
    {
        foreach (NodeStorage storage in new[] { NodeStorage.Dense, NodeStorage.Sparse })
        {
            InputLayer small = new(TupleMapping.Random(Tables, 4, 6, 1));
            Assert.Equal(0, Load(Stored(new WisardClassifier<int>(small, new WisardOptions { Storage = storage }))).ExampleCount);
        }

        WisardOptions[] bad =
        [
            new() { Storage = NodeStorage.Hashed(8) },
            new() { Storage = NodeStorage.HashedConservative(8, 2) },
            new() { Reading = WisardReading.Bleaching },
        ];
        Assert.All(bad, options => Refused(
            () => Load(Stored(new WisardClassifier<int>(InputLayer.ForPatterns(Tables), options))), "made with the defaults"));
    }

    [Fact]
    public void A_choice_of_other_examples_is_refused()
    {
        Refused(() => Load(Stored(Counts(Tables), 1, [])), "cannot be that of 0");
        Refused(() => Load(Stored(Counts(Tables, 2), 1, [])), "cannot be that of 2");
        Refused(() => LoadRegressor(StoredRegressor(Errors(Tables), 1, [])), "those of 0");
        Refused(() => LoadRegressor(StoredRegressor(Errors(Tables), 0, [], 1)), "those of 0");
        Refused(() => LoadRegressor(StoredRegressor(Errors(Tables, 2), 1, [])), "those of 2");
        Assert.Equal(2, Load(Stored(Counts(Tables, 2), 1ul << 60, [])).ExampleCount);
        Refused(() => Load(Stored(Counts(Tables, 2), (1ul << 60) + 1, [])), "more than can be counted");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(40)]
    [InlineData(5000)]
    public void Gains_that_no_examples_make_are_refused(int examples)
    {
        int most = Unit * Math.Min(examples, MostGains + (examples % 64));
        int recent = Unit * Math.Min(examples, MostRecentGains);
        Assert.Equal(1, Load(Stored(Counts(Tables, 1), (ulong)examples, [most, most, recent, recent])).ExampleCount);
        Assert.Equal(1, Load(Stored(Counts(Tables, 1), (ulong)examples, [-most, most, -recent, recent])).ExampleCount);
        Assert.Equal(1, LoadRegressor(StoredRegressor(Errors(Tables, 1), (ulong)examples, [most, most, recent, recent])).ExampleCount);
        int[][] bad =
        [
            [most + 1, most, recent, recent], [-most - 1, most, recent, recent], [most, most + 1, recent, recent],
            [most, most, recent + 1, recent], [most, most, -recent - 1, recent], [most, most, recent, recent + 1],
        ];
        Assert.All(bad, gains => Refused(() => Load(Stored(Counts(Tables, 1), (ulong)examples, gains)), ""));
        Assert.All(bad, gains => Refused(() => LoadRegressor(StoredRegressor(Errors(Tables, 1), (ulong)examples, gains)), ""));
    }

    [Fact]
    public void A_usual_error_that_no_examples_make_is_refused()
    {
        Assert.Equal(1, LoadRegressor(StoredRegressor(Errors(Tables, 1), 3, [], 1e100)).ExampleCount);
        foreach (double error in new[] { -1, 1.01e100, double.PositiveInfinity, double.NaN })
        {
            Refused(() => LoadRegressor(StoredRegressor(Errors(Tables, 1), 3, [], error)), "usual squared error");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void The_greatest_gains_are_stored_after_any_further_example(int sign)
    {
        const int Most = Unit * MostGains;
        const int Recent = Unit * MostRecentGains;
        int[] gains = [sign * Most, Most, sign * Recent, Recent];
        AdaptiveLookupNetwork<int> network = Load(Stored(Counts(Tables, 1), 1ul << 20, gains));
        AdaptiveLookupRegressor adaptive = LoadRegressor(StoredRegressor(Errors(Tables, 1), 1ul << 20, gains, 1e100));
        for (int i = 0; i < 150; i++)
        {
            network.Learn(Patterns.AsSpan(i % 2, 1), i % 2);
            adaptive.Learn(Patterns.AsSpan(i % 2, 1), Math.Pow(2, 40));
            byte[] stored = Saved(writer => writer.WriteObject(network));
            Assert.Equal(stored, Saved(writer => writer.WriteObject(Load(stored))));
            byte[] other = Saved(writer => writer.WriteObject(adaptive));
            Assert.Equal(other, Saved(writer => writer.WriteObject(LoadRegressor(other))));
        }
    }

    [Fact]
    public void Kept_examples_of_a_classifier_without_a_choice_are_checked()
    {
        byte[] good = Young(new WisardOptions(), 0, 0, 0b010_0101);
        Assert.Equal(good, Saved(writer => writer.WriteObject(LoadYoung(good))));
        Refused(() => LoadYoung(Young(new WisardOptions(), 1, 0, 0b010_0101)), "keeps examples without one");
        Refused(() => LoadYoung(Young(new WisardOptions { Reading = WisardReading.Bleaching }, 0, 0, 0b010_0101)), "keeps examples");
        Refused(() => LoadYoung(Young(new WisardOptions(), 0, 0, 0b110_0101)), "bits that no node reads");
        Refused(() => LoadYoung(Young(new WisardOptions(), 0, 0)), "no kept examples");

        // Those within a bound that was halved may be forgotten, and the bound stays.
        byte[] bound = Young(new WisardOptions(), 0, 1);
        Assert.Equal(bound, Saved(writer => writer.WriteObject(LoadYoung(bound))));
    }

    private static WisardClassifier<int> Counts(int bits, int examples = 0)
    {
        WisardClassifier<int> counts = new(InputLayer.ForPatterns(bits));
        for (int i = 0; i < examples; i++)
        {
            counts.Learn(new ulong[BitSlice.WordCount(bits)], 1);
        }

        return counts;
    }

    private static RegressionWisard Errors(int bits, int examples = 0)
    {
        RegressionWisard errors = new(InputLayer.ForPatterns(bits));
        for (int i = 0; i < examples; i++)
        {
            errors.Learn(new ulong[BitSlice.WordCount(bits)], 1);
        }

        return errors;
    }

    // As an adaptive network is stored, with a choice of so many examples, and sums of gains for one of the mixtures.
    private static byte[] Stored(WisardClassifier<int> counts, ulong examples = 0, int[]? gains = null) => Saved(writer =>
    {
        writer.BeginObject(SnapshotKind.AdaptiveLookupNetwork);
        writer.WriteObject(Network);
        writer.WriteObject(counts);
        WriteChoice(writer, 11, examples, gains);
    });

    private static byte[] StoredRegressor(RegressionWisard errors, ulong examples = 0, int[]? gains = null, double error = 0) =>
        Saved(writer =>
        {
            writer.BeginObject(SnapshotKind.AdaptiveLookupRegressor);
            writer.WriteObject(Regressor);
            writer.WriteObject(errors);
            WriteChoice(writer, 4, examples, gains);
            writer.Write(error);
        });

    private static void WriteChoice(SnapshotWriter writer, int mixtures, ulong examples, int[]? gains)
    {
        writer.WriteCompact(examples);
        for (int mixture = 0; mixture < mixtures; mixture++)
        {
            int[] own = mixture == 2 && gains is { Length: 4 } ? gains : [0, 0, 0, 0];
            writer.WriteCompactSigned(own[0]);
            writer.WriteCompact((ulong)own[1]);
            writer.WriteCompactSigned(own[2]);
            writer.WriteCompact((ulong)own[3]);
        }
    }

    // One example of one label, with a number of chosen readings, of halvings, and kept patterns.
    private static byte[] Young(WisardOptions options, ulong readings, byte halvings, params ulong[] kept) => Saved(writer =>
    {
        options = options with { Storage = NodeStorage.Sparse };
        options.Storage.BeginObject(writer, SnapshotKind.WisardClassifier, 1, 2, 4);
        writer.Write((byte)1);
        options.WriteTo(writer, 0x80);
        Layer.WriteTo(writer);
        writer.Write("a");
        writer.WriteCompact(1);
        DiscriminatorBank.WriteCells(writer, [new CellCount(0, 5, 0, 1), new CellCount(1, 4, 0, 1)]);
        writer.WriteCompact(readings);
        writer.Write(halvings);
        writer.WriteCompact((ulong)kept.Length);
        foreach (ulong pattern in kept)
        {
            writer.WriteCompact(0);
            writer.WriteCompact(1);
            writer.Write<ulong>([pattern]);
        }

        writer.Write((byte)0);
    });

    private static AdaptiveLookupNetwork<int> Load(byte[] bytes) => Snapshot.Load<AdaptiveLookupNetwork<int>>(new MemoryStream(bytes));

    private static AdaptiveLookupRegressor LoadRegressor(byte[] bytes) =>
        Snapshot.Load<AdaptiveLookupRegressor>(new MemoryStream(bytes));

    private static WisardClassifier<string> LoadYoung(byte[] bytes) =>
        Snapshot.Load<WisardClassifier<string>>(new MemoryStream(bytes));

    private static byte[] Saved(Action<SnapshotWriter> write)
    {
        ArrayBufferWriter<byte> bytes = new();
        SnapshotWriter.Save(part => bytes.Write(part), write);
        return bytes.WrittenSpan.ToArray();
    }

    private static void Refused(Func<object?> load, string why) =>
        Assert.Contains(why, Assert.Throws<InvalidDataException>(load).Message, StringComparison.Ordinal);
}
