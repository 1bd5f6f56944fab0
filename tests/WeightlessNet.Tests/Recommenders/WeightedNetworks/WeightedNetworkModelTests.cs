using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Crowd;
using WeightlessNet.Recommenders.Crowd.Internals;
using WeightlessNet.Recommenders.WeightedNetworks.Internals;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.WeightedNetworks;

public sealed class WeightedNetworkModelTests
{
    private const int Units = 16;

    [Fact]
    public void An_untrained_network_answers_nothing()
    {
        WeightedNetworkInputs inputs = InputsOf(70);
        WeightedNetworkModel model = new(inputs.Count, Units, 1, 0);
        Assert.Equal(0, AnswerOf(model, inputs, 0));
    }

    [Fact]
    public void The_inputs_are_the_constant_the_bits_of_the_item_and_the_levels_of_the_crowd()
    {
        WeightedNetworkInputs inputs = InputsOf(70);
        int[] active = new int[inputs.Count];

        Assert.Equal(1 + 70 + 8 + 6, inputs.Count);
        int even = inputs.Write(0, new ItemStatistics(0, 2, 1), active);
        Assert.Equal([0, .. Enumerable.Range(1, 70), 71, 72, 79], active[..even]);
        int none = inputs.Write(1, new ItemStatistics(0, 0, 0), active);
        Assert.Equal([0], active[..none]);
        int all = inputs.Write(0, new ItemStatistics(0, 8, 6), active);
        Assert.Equal(Enumerable.Range(0, inputs.Count), active[..all]);
    }

    // With 3000 inputs on and a rate of 1, a step as long as the gradient would overshoot its target, and more so each time.
    [Fact]
    public void However_many_inputs_are_on_the_steps_lead_to_the_target()
    {
        WeightedNetworkInputs inputs = InputsOf(3000);
        WeightedNetworkExamples examples = new(inputs);
        examples.Add(0, new ItemStatistics(0, 8, 6), 0.5f);
        WeightedNetworkModel model = new(inputs.Count, Units, 1, 0);
        for (int step = 0; step < 200; step++)
        {
            model.Train(examples, 1, 0);
            Assert.InRange(AnswerOf(model, inputs, 0), -1, 2);
        }

        Assert.Equal(0.5, AnswerOf(model, inputs, 0), 0.01);
    }

    [Fact]
    public void Decay_shrinks_the_answer_and_never_changes_its_sign()
    {
        WeightedNetworkInputs inputs = InputsOf(70);
        WeightedNetworkExamples examples = new(inputs);
        examples.Add(0, new ItemStatistics(0, 8, 6), 0.5f);
        WeightedNetworkModel model = new(inputs.Count, Units, 1, 0);
        for (int step = 0; step < 200; step++)
        {
            model.Train(examples, 0.1f, 0);
        }

        float before = AnswerOf(model, inputs, 0);
        model.Train(examples, 0.1f, 0.5f);
        Assert.InRange(AnswerOf(model, inputs, 0), 0.8 * before, 0.95 * before);
        model.Train(examples, 0.1f, 1000);
        Assert.Equal(0, AnswerOf(model, inputs, 0));
    }

    private static float AnswerOf(WeightedNetworkModel model, WeightedNetworkInputs inputs, int item)
    {
        int[] active = new int[inputs.Count];
        int count = inputs.Write(item, new ItemStatistics(0, 8, 6), active);
        return model.Respond(active.AsSpan(0, count), new float[Units]);
    }

    // Item 0 has all bits, item 1 none.
    private static WeightedNetworkInputs InputsOf(int bits)
    {
        string[][] items = [[.. Enumerable.Range(0, bits).Select(bit => $"word {bit}")], []];
        FeatureSchema<string[]> schema = new FeatureSchemaBuilder<string[]>().MultiHot("words", item => item, bits).Fit(items);
        return new WeightedNetworkInputs(ItemCatalog.Create(schema, items), new CrowdOptions());
    }
}
