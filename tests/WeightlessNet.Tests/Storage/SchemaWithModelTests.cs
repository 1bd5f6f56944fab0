using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Models;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Storage;

/// <summary>A schema and a model of its patterns in one snapshot.</summary>
public sealed class SchemaWithModelTests
{
    private static readonly Animal[] Animals =
    [
        .. Enumerable.Range(0, 60).Select(i => i % 2 == 0
            ? new Animal(3 + (i % 5), ["purrs", "climbs"], true, "cat")
            : new Animal(20 + i, ["barks", i % 3 == 0 ? "climbs" : "digs"], null, "dog")),
    ];

    private static readonly FeatureSchema<Animal> Schema = Builder().Fit(Animals);

    [Fact]
    public void A_loaded_classifier_answers_records()
    {
        WisardClassifier<string> counting = new(InputLayer.ForSchema(Schema));
        MarginClassifier<string> trained = new(InputLayer.ForSchemaWithSmallNodes(Schema), ["cat", "dog"]);
        counting.Learn(SampleBatch.Of(Schema, Animals), [.. Animals.Select(animal => animal.Name)]);
        trained.Learn(SampleBatch.Of(Schema, Animals), [.. Animals.Select(animal => animal.Name)]);

        FeatureSchema<Animal> schema = Builder().Load(Saved(Schema.With(counting)), out WisardClassifier<string> counted);
        FeatureSchema<Animal> other = Builder().Load(Saved(Schema.With(trained)), out MarginClassifier<string> margin);

        Assert.Equal(Bytes(Schema), Bytes(schema));
        Assert.Equal(Bytes(counting), Bytes(counted));
        Assert.Equal(Bytes(trained), Bytes(margin));
        Animal[] others = [new(3.5, ["climbs", "purrs"], true, "cat"), new(43, ["barks", "digs", "sings"], null, "dog")];
        foreach (Animal animal in (Animal[])[.. Animals, .. others])
        {
            Assert.Equal(animal.Name, counted.Classify(Sample.Of(schema, animal)).Label);
            Assert.Equal(animal.Name, margin.Classify(Sample.Of(other, animal)).Label);
        }

        counted.Learn(Sample.Of(schema, new Animal(300, ["neighs"], false, "horse")), "horse");
        Assert.Equal("horse", counted.Classify(Sample.Of(schema, new Animal(310, null, false, "horse"))).Label);
    }

    [Fact]
    public void A_batch_has_the_patterns_of_its_records()
    {
        ulong[] pattern = new ulong[SampleBatch.Of(Schema, Animals).Width];
        for (int i = 0; i < Animals.Length; i++)
        {
            Schema.Encode(Animals[i], pattern);
            Assert.Equal(pattern, SampleBatch.Of(Schema, Animals)[i].Pattern.ToArray());
            Assert.Equal(pattern, Sample.Of(Schema, Animals[i]).Pattern.ToArray());
        }

        Assert.Equal(0, SampleBatch.Of(Schema, []).Count);
        Assert.Throws<ArgumentNullException>("schema", () => SampleBatch.Of(null!, Animals));
        Assert.Throws<ArgumentNullException>("records", () => SampleBatch.Of(Schema, null!));
        Assert.Throws<ArgumentNullException>("schema", () => Sample.Of(null!, Animals[0]).Pattern.Length);
        FeatureSchema<int> empty = new FeatureSchemaBuilder<int>().OneHot("none", _ => null).Fit([1]);
        Assert.Throws<ArgumentException>("schema", () => SampleBatch.Of(empty, [1]));
    }

    [Fact]
    public void A_model_of_other_samples_is_refused()
    {
        WisardClassifier<int> ofNumbers = new(InputLayer.ForFeatures([1, 2, 3, 4], 2));
        WisardClassifier<int> ofOtherBits = new(new InputLayer(TupleMapping.Random(Schema.BitCount + 1, 4, 3, 1)));
        foreach (ISnapshot model in (ISnapshot[])[ofNumbers, ofOtherBits, new ConstantRecommender(3, RatingScale.Stars, 3), Schema])
        {
            Assert.Throws<ArgumentException>("model", () => Schema.With(model));
        }

        Assert.Throws<ArgumentNullException>("model", () => Schema.With(null!));
        Refused<WisardClassifier<int>>(Saved(new SchemaWithModel(Schema, ofOtherBits)));
        Refused<WisardClassifier<int>>(Saved(new SchemaWithModel(Schema, ofNumbers)));
    }

    [Fact]
    public void Other_snapshots_and_damaged_ones_are_refused()
    {
        WisardClassifier<string> model = new(InputLayer.ForSchema(Schema));
        byte[] bytes = Bytes(Schema.With(model));
        Refused<WisardClassifier<string>>(new MemoryStream(Bytes(Schema)));
        Refused<WisardClassifier<string>>(new MemoryStream(Bytes(model)));
        Refused<WisardClassifier<int>>(new MemoryStream(bytes));
        Refused<MarginClassifier<string>>(new MemoryStream(bytes));
        Refused<WisardClassifier<string>>(new MemoryStream(bytes[..^5]));
        Assert.Throws<InvalidDataException>(() => Builder().Load(new MemoryStream(bytes)));
        Assert.Throws<InvalidOperationException>(
            () => new FeatureSchemaBuilder<Animal>().Load(new MemoryStream(bytes), out WisardClassifier<string> _));
        Assert.Throws<ArgumentNullException>("stream", () => Builder().Load(null!, out WisardClassifier<string> _));
    }

    private static FeatureSchemaBuilder<Animal> Builder() => new FeatureSchemaBuilder<Animal>()
        .QuantileThermometer("weight", animal => animal.Weight, 16)
        .MultiHot("habits", animal => animal.Habits)
        .Flag("indoors", animal => animal.Indoors);

    private static MemoryStream Saved(ISnapshot snapshot) => new(Bytes(snapshot));

    private static byte[] Bytes(ISnapshot snapshot) => SnapshotCase.Save(snapshot);

    private static void Refused<TModel>(MemoryStream stream)
        where TModel : ISnapshot<TModel> => Assert.Throws<InvalidDataException>(() => Builder().Load(stream, out TModel _));

    private sealed record Animal(double? Weight, string[]? Habits, bool? Indoors, string Name);
}
