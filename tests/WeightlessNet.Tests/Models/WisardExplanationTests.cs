using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Models;
using Xunit;

namespace WeightlessNet.Tests.Models;

/// <summary>Which fields of a record speak for its class.</summary>
public sealed class WisardExplanationTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_field_that_decides_has_the_largest_amount_and_all_sum_to_the_score(bool hasSmallNodes)
    {
        Visit[] visits = Visits(3_000, 1);
        (FeatureSchema<Visit> schema, WisardClassifier<string> model) = Learned(visits, hasSmallNodes);
        foreach (Visit visit in Visits(30, 2))
        {
            ClassExplanation<string> why = model.Explain(schema, visit);

            Assert.Equal(model.Classify(Sample.Of(schema, visit)).Label, why.Label);
            Assert.Equal(why.Score, why.Base + why.Fields.Sum(field => field.Amount));
            Assert.Equal(["color", "size", "tags"], why.Fields.Select(field => field.Field).Order());
            Assert.Equal(why.Fields.OrderByDescending(field => field.Amount), why.Fields);
            double odds = Math.Pow(2, (double)why.Score / FieldEvidence.UnitsPerBit);
            Assert.Equal(why.Probability, odds / (1 + odds), 2);

            // Color decides between the classes; of two classes, what speaks for one speaks against the other.
            Assert.Equal("color", why.Fields[0].Field);
            Assert.Equal([visit.Color!], why.Fields[0].Values);
            Assert.True(why.Fields[0].Amount > 4 * why.Fields.Skip(1).Max(field => Math.Abs(field.Amount)));
            ClassExplanation<string> other = model.Explain(schema, visit, why.Label == "a" ? "b" : "a");
            Assert.Equal(-why.Score, other.Score);
            Assert.Equal(-why.Fields[0].Amount, other.Fields[^1].Amount);
        }
    }

    [Fact]
    public void Values_are_those_that_the_schema_sees()
    {
        (FeatureSchema<Visit> schema, WisardClassifier<string> model) = Learned(Visits(500, 1), true);
        Dictionary<string, FieldEvidence> fields = model.Explain(schema, new Visit("red", 700, ["t1", "t2", "never seen"], "a"))
            .Fields.ToDictionary(field => field.Field);
        Assert.Equal(["t1", "t2"], fields["tags"].Values);
        Assert.StartsWith("above ", Assert.Single(fields["size"].Values), StringComparison.Ordinal);
        Assert.StartsWith("color red: +", fields["color"].ToString(), StringComparison.Ordinal);

        ClassExplanation<string> nothing = model.Explain(schema, new Visit(null, null, null, "a"));
        Assert.All(nothing.Fields, field => Assert.Empty(field.Values));
        Assert.Equal(nothing.Score, nothing.Base + nothing.Fields.Sum(field => field.Amount));
        Assert.Contains("(no value)", nothing.Fields[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Before_a_calibration_the_fields_are_compared_with_an_empty_record()
    {
        Visit[] visits = Visits(90, 1);
        FeatureSchema<Visit> schema = Builder().Fit(visits);
        WisardClassifier<string> model = new(InputLayer.ForSchemaWithSmallNodes(schema, 1));
        Assert.Throws<InvalidOperationException>(() => model.Explain(schema, visits[0]));
        foreach (Visit visit in visits)
        {
            model.Learn(Sample.Of(schema, visit), visit.Label);
        }

        ClassExplanation<string> why = model.Explain(schema, visits[0]);
        Assert.Equal(why.Score, why.Base + why.Fields.Sum(field => field.Amount));
        Assert.Equal(0, why.Base % 32);
        Assert.Equal("color", why.Fields[0].Field);

        Assert.Throws<ArgumentException>("label", () => model.Explain(schema, visits[0], "c"));
        Assert.Throws<ArgumentNullException>("schema", () => model.Explain<Visit>(null!, visits[0]));
        Assert.Throws<ArgumentNullException>("record", () => model.Explain(schema, null!));
        FeatureSchema<Visit> other = new FeatureSchemaBuilder<Visit>().OneHot("color", visit => visit.Color).Fit(visits);
        Assert.Throws<ArgumentException>("schema", () => model.Explain(other, visits[0]));
    }

    [Fact]
    public void One_class_is_certain_whatever_the_fields()
    {
        Visit[] visits = [.. Visits(100, 1).Select(visit => visit with { Label = "a" })];
        (FeatureSchema<Visit> schema, WisardClassifier<string> model) = Learned(visits, true);
        ClassExplanation<string> why = model.Explain(schema, visits[0]);
        Assert.Equal((64 * FieldEvidence.UnitsPerBit, why.Score), (why.Score, why.Base));
        Assert.All(why.Fields, field => Assert.Equal(0, field.Amount));
    }

    private static FeatureSchemaBuilder<Visit> Builder() => new FeatureSchemaBuilder<Visit>()
        .OneHot("color", visit => visit.Color)
        .QuantileThermometer("size", visit => visit.Size, 8)
        .MultiHot("tags", visit => visit.Tags);

    private static (FeatureSchema<Visit> Schema, WisardClassifier<string> Model) Learned(Visit[] visits, bool hasSmallNodes)
    {
        FeatureSchema<Visit> schema = Builder().Fit(visits);
        WisardClassifier<string> model = new(
            hasSmallNodes ? InputLayer.ForSchemaWithSmallNodes(schema, 1) : InputLayer.ForSchema(schema, 1));
        model.Learn(SampleBatch.Of(schema, visits), [.. visits.Select(visit => visit.Label)]);
        return (schema, model);
    }

    // The class is that of the color, but for one in twenty.
    private static Visit[] Visits(int count, ulong seed)
    {
        SplitMix64 random = new(seed);
        string[] colors = ["red", "blue", "green", "white"];
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            int color = random.Next(4);
            bool isFirst = random.Next(20) == 0 ? random.Next(2) == 0 : color < 2;
            return new Visit(colors[color], random.Next(1000), [$"t{random.Next(5)}", $"t{random.Next(5)}"], isFirst ? "a" : "b");
        })];
    }

    private sealed record Visit(string? Color, double? Size, string[]? Tags, string Label);
}
