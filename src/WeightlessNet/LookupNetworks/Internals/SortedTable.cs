namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>A table whose inputs are sorted by the place of their bit.</summary>
/// <param name="places">The place of each input's bit, in ascending order.</param>
/// <param name="answers">Bit a is the answer at address a, whose bit i is that of input i.</param>
internal readonly struct SortedTable(int[] places, ulong answers)
{
    /// <summary>The place of each input's bit, in ascending order.</summary>
    public int[] Places { get; } = places;

    /// <summary>Bit a is the answer at address a, whose bit i is that of input i.</summary>
    public ulong Answers { get; } = answers;

    /// <summary>About where its bits are.</summary>
    public long Middle { get; } = places.Sum(static place => (long)place);

    /// <summary>Sorts the inputs of a table.</summary>
    /// <param name="tuple">The bits that it reads.</param>
    /// <param name="placeOf">The place of a bit.</param>
    /// <param name="table">Bit a is the answer at address a.</param>
    public static SortedTable Of(ReadOnlySpan<int> tuple, Func<int, int> placeOf, ulong table)
    {
        int[] places = new int[tuple.Length];
        int[] inputs = new int[tuple.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            (places[i], inputs[i]) = (placeOf(tuple[i]), i);
        }

        Array.Sort(places, inputs);
        ulong answers = 0;
        for (int address = 0; address < 1 << inputs.Length; address++)
        {
            int unsorted = 0;
            for (int i = 0; i < inputs.Length; i++)
            {
                unsorted |= (address >> i & 1) << inputs[i];
            }

            answers |= (table >> unsorted & 1) << address;
        }

        return new SortedTable(places, answers);
    }
}
