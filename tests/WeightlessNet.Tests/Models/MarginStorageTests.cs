using WeightlessNet.Discriminators;
using WeightlessNet.Models;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Models;

public sealed class MarginStorageTests
{
    [Fact]
    public void A_loaded_classifier_has_the_same_bytes_and_answers_and_learns_the_same()
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(200, 5, 1, 30);
        MarginClassifier<string> model = Trained(examples);
        byte[] saved = Saved(model);

        MarginClassifier<string> loaded = Snapshot.Load<MarginClassifier<string>>(new MemoryStream(saved));

        Assert.Equal(saved, Saved(loaded));
        Assert.Equal(model.Labels, loaded.Labels);
        foreach ((ulong[] pattern, int label) in Glyphs.Make(100, 5, 2, 40))
        {
            Assert.Equal(model.Classify(pattern), loaded.Classify(pattern));
            Assert.Equal(model.Learn(pattern, $"class {label}", 20), loaded.Learn(pattern, $"class {label}", 20));
        }

        Assert.Equal(Saved(model), Saved(loaded));
        Assert.NotEqual(saved, Saved(loaded));
    }

    [Fact]
    public void Damaged_and_truncated_snapshots_and_other_kinds_of_model_are_refused()
    {
        byte[] saved = Saved(Trained(Glyphs.Make(20, 5, 1)));
        for (int i = 0; i < saved.Length; i += i < 64 ? 1 : 997)
        {
            byte[] damaged = [.. saved];
            damaged[i] ^= 0x10;
            Assert.Throws<InvalidDataException>(() => Snapshot.Load<MarginClassifier<string>>(new MemoryStream(damaged)));
            Assert.Throws<InvalidDataException>(() => Snapshot.Load<MarginClassifier<string>>(new MemoryStream(saved[..i])));
        }

        Assert.Throws<InvalidDataException>(() => Snapshot.Load<MarginClassifier<int>>(new MemoryStream(saved)));
        Assert.Throws<InvalidDataException>(() => Snapshot.Load<WisardClassifier<string>>(new MemoryStream(saved)));
        MarginClassifier<DateTime> unstorable = new(Glyphs.Layer(), [DateTime.MinValue, DateTime.MaxValue]);
        Assert.Throws<NotSupportedException>(() => unstorable.Save(new MemoryStream()));
    }

    private static MarginClassifier<string> Trained((ulong[] Pattern, int Label)[] examples)
    {
        MarginClassifier<string> model = new(Glyphs.Layer(), Enumerable.Range(0, 5).Select(c => $"class {c}"));
        SampleBatch batch = new(examples.SelectMany(e => e.Pattern).ToArray().AsMemory(), Glyphs.Words);
        model.Learn(batch, [.. examples.Select(e => $"class {e.Label}")]);
        return model;
    }

    private static byte[] Saved(MarginClassifier<string> model)
    {
        using MemoryStream stream = new();
        model.Save(stream);
        return stream.ToArray();
    }
}
