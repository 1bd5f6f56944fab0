using FsCheck.Xunit;
using WeightlessNet.Bits;
using WeightlessNet.StateMachines;

namespace WeightlessNet.Tests.StateMachines;

/// <summary>The rules of recall, on single neurons that read all bits but the last one, which is their own.</summary>
public sealed class NeuronBankTests
{
    private static StateVector StateOf(string bits)
    {
        StateVector state = new(bits.Length);
        for (int i = 0; i < bits.Length; i++)
        {
            state[i] = bits[i] == '1';
        }

        return state;
    }

    private static NeuronBank Taught(ulong seed, params string[] lessons)
    {
        int connections = lessons[0].Length - 1;
        NeuronBank bank = new(new NeuronGroup([connections], [.. Enumerable.Range(0, connections)], []), seed, Array.MaxLength);
        foreach (string lesson in lessons)
        {
            bank.Learn(StateOf(lesson), StateOf(lesson));
        }

        return bank;
    }

    private static (bool Fires, FiringRule Rule) Ask(NeuronBank bank, string address)
    {
        StateVector state = StateOf(address + "0");
        FiringRule[] rules = new FiringRule[address.Length + 1];
        bank.Recall(state, StateOf(address + "0"), rules);
        return (state[address.Length], rules[address.Length]);
    }

    [Fact]
    public void An_exact_match_has_precedence()
    {
        // All near addresses and the only connection with weight say 1; the exact address says 0.
        NeuronBank bank = Taught(1, "1000000", "1000011", "1000101", "1001001", "1010001", "0111110");

        Assert.Equal((false, FiringRule.Exact), Ask(bank, "100000"));
    }

    [Fact]
    public void The_majority_of_contradictory_lessons_decides()
    {
        NeuronBank bank = Taught(1, "101", "100", "101");

        Assert.Equal((true, FiringRule.Exact), Ask(bank, "10"));
    }

    [Fact]
    public void The_discriminative_distance_decides_before_the_Hamming_distance()
    {
        // Only the first bit discriminates. By Hamming distance, 000111 is the nearest to 100111, and it does not fire.
        NeuronBank bank = Taught(1, "1000001", "1111111", "0001110", "0110000");

        Assert.Equal(127, bank.WeightOf(0, 0));
        Assert.All(Enumerable.Range(1, 5), connection => Assert.Equal(0, bank.WeightOf(0, connection)));
        Assert.Equal((true, FiringRule.Discriminative), Ask(bank, "100111"));
        Assert.Equal((false, FiringRule.Discriminative), Ask(bank, "011111"));
    }

    [Fact]
    public void The_Hamming_distance_decides_if_no_connection_discriminates()
    {
        NeuronBank bank = Taught(1, "0000000", "1111110", "0001111", "1110001");

        Assert.All(Enumerable.Range(0, 6), connection => Assert.Equal(0, bank.WeightOf(0, connection)));
        Assert.Equal((false, FiringRule.Hamming), Ask(bank, "000001"));
        Assert.Equal((true, FiringRule.Hamming), Ask(bank, "000011"));
    }

    [Fact]
    public void A_tie_is_broken_by_the_seed_and_always_in_the_same_way()
    {
        string[] lessons = ["00000", "11110", "00111", "11001"];
        int ones = 0;
        for (ulong seed = 0; seed < 64; seed++)
        {
            NeuronBank bank = Taught(seed, lessons);
            (bool fires, FiringRule rule) = Ask(bank, "0001");
            Ask(bank, "0111");
            Assert.Equal(FiringRule.Tie, rule);
            Assert.Equal((fires, rule), Ask(bank, "0001"));
            ones += fires ? 1 : 0;
        }

        Assert.InRange(ones, 16, 48);
    }

    [Fact]
    public void Ties_of_one_seed_differ_by_address()
    {
        NeuronBank bank = new(new NeuronGroup([10], [.. Enumerable.Range(0, 10)], []), 5, Array.MaxLength);
        int ones = 0;
        for (int address = 0; address < 1024; address++)
        {
            string bits = Convert.ToString(address, 2).PadLeft(10, '0');
            (bool fires, FiringRule rule) = Ask(bank, bits);
            Assert.Equal(FiringRule.Tie, rule);
            ones += fires ? 1 : 0;
        }

        Assert.InRange(ones, 412, 612);
    }

    [Fact]
    public void Without_a_previous_state_neighbors_are_ignored()
    {
        // Neuron 4 reads neurons 0 and 1 at the current step, and 2 and 3 at the previous one.
        NeuronBank bank = new(new NeuronGroup([4], [0, 1], [2, 3]), 1, Array.MaxLength);
        bank.Learn(StateOf("10001"), StateOf("00110"));
        bank.Learn(StateOf("01000"), StateOf("00000"));
        StateVector state = StateOf("10000");
        FiringRule[] rules = new FiringRule[5];

        bank.Recall(state, null, rules);

        Assert.True(state[4]);
        Assert.Equal(FiringRule.Exact, rules[4]);

        bank.Recall(state, StateOf("00000"), rules);
        Assert.NotEqual(FiringRule.Exact, rules[4]);
    }

    [Property(MaxTest = 200)]
    public void Recall_agrees_with_a_direct_implementation_of_the_definition(ulong seed)
    {
        SplitMix64 random = new(seed);
        int inputs = 1 + random.Next(90);
        int neighbors = random.Next(60);
        int neurons = 1 + random.Next(3);
        int total = inputs + neighbors + neurons;
        NeuronGroup group = new(
            [.. Enumerable.Range(inputs + neighbors, neurons)],
            [.. Enumerable.Range(0, inputs)],
            [.. Enumerable.Range(inputs, neighbors)]);
        NeuronBank bank = new(group, seed, Array.MaxLength);
        List<bool[]> lessons = [];
        bool[] previous = new bool[total];
        for (int i = random.Next(40); i >= 0; i--)
        {
            // Near the previous lesson, so that distances tie.
            bool[] lesson = [.. previous];
            for (int flips = random.Next(4); flips >= 0; flips--)
            {
                lesson[random.Next(total)] ^= true;
            }

            lessons.Add(previous = lesson);
            StateVector state = StateOf(TextOf(lesson));
            bank.Learn(state, state);
        }

        bool[] query = [.. previous];
        for (int flips = random.Next(5); flips > 0; flips--)
        {
            query[random.Next(total)] ^= true;
        }

        bool hasPast = random.Next(2) == 0;
        StateVector answer = StateOf(TextOf(query));
        FiringRule[] rules = new FiringRule[total];
        bank.Recall(answer, hasPast ? StateOf(TextOf(query)) : null, rules);

        int compared = hasPast ? inputs + neighbors : inputs;
        foreach (int neuron in group.Neurons)
        {
            (bool? fires, FiringRule rule) = Defined(lessons, query, neuron, inputs + neighbors, compared);
            Assert.Equal(rule, rules[neuron]);
            Assert.True(fires is null || fires == answer[neuron]);
        }
    }

    private static string TextOf(bool[] bits) => string.Concat(bits.Select(bit => bit ? '1' : '0'));

    private static (bool? Fires, FiringRule Rule) Defined(
        List<bool[]> lessons, bool[] query, int neuron, int connections, int compared)
    {
        long[] weights = new long[connections];
        for (int connection = 0; connection < connections; connection++)
        {
            long on = lessons.Count(lesson => lesson[connection]);
            long firedOn = lessons.Count(lesson => lesson[connection] && lesson[neuron]);
            long off = lessons.Count - on;
            long firedOff = lessons.Count(lesson => !lesson[connection] && lesson[neuron]);
            weights[connection] = (long)decimal.Floor(
                Math.Abs(255m * (((firedOn + 1) * (off + 2)) - ((firedOff + 1) * (on + 2)))) / ((on + 2) * (off + 2)));
        }

        bool[] inexact = [.. lessons.Select(lesson => Enumerable.Range(0, compared).Any(i => lesson[i] != query[i]))];
        (FiringRule, Func<int, long>)[] rules =
        [
            (FiringRule.Exact, i => inexact[i] ? -1 : 0),
            (FiringRule.Discriminative, i => Enumerable.Range(0, compared).Sum(c => lessons[i][c] != query[c] ? weights[c] : 0)),
            (FiringRule.Hamming, i => Enumerable.Range(0, compared).Count(c => lessons[i][c] != query[c])),
        ];
        foreach ((FiringRule rule, Func<int, long> distance) in rules)
        {
            int[] candidates = [.. Enumerable.Range(0, lessons.Count).Where(i => distance(i) >= 0)];
            long nearest = candidates.Length == 0 ? 0 : candidates.Min(distance);
            int[] voters = [.. candidates.Where(i => distance(i) == nearest)];
            int votes = voters.Sum(i => lessons[i][neuron] ? 1 : -1);
            if (votes != 0)
            {
                return (votes > 0, rule);
            }
        }

        return (null, FiringRule.Tie);
    }
}
