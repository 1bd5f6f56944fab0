using WeightlessNet.Bits;

namespace WeightlessNet.Benchmarks.Classification;

/// <summary>A made-up support ticket. Each field may be missing.</summary>
/// <param name="Words">The words of its text.</param>
/// <param name="Product">The product.</param>
/// <param name="Channel">How it arrived.</param>
/// <param name="Amount">The amount in question.</param>
/// <param name="Queue">Its class: the queue to which it belongs.</param>
internal sealed record Ticket(string[]? Words, string? Product, string? Channel, double? Amount, int Queue)
{
    /// <summary>The shares of the queues in a thousand: the largest is 140 times the smallest.</summary>
    private static readonly int[] Shares = [420, 250, 150, 90, 50, 25, 12, 3];

    /// <summary>The number of queues.</summary>
    public static int Queues => Shares.Length;

    /// <summary>
    /// Makes tickets. A third of the words tells of the queue, the others are usual ones; half of the products are one of two of the
    /// queue; one label in twenty is drawn at random.
    /// </summary>
    public static Ticket[] Make(int count, ulong seed)
    {
        SplitMix64 random = new(seed);
        Ticket[] tickets = new Ticket[count];
        for (int i = 0; i < count; i++)
        {
            int queue = Draw(ref random);
            string[] words = new string[3 + random.Next(8)];
            for (int word = 0; word < words.Length; word++)
            {
                // The square makes some words more frequent than others.
                double place = random.NextDouble();
                words[word] = random.Next(100) < 33
                    ? $"own{queue / 2 * 2}x{(int)(place * place * 40) + (queue % 2 * 15)}"
                    : $"any{(int)(place * place * 300)}";
            }

            string product = random.Next(2) == 0 ? $"product {queue} {random.Next(2)}" : $"product {random.Next(Queues)} {random.Next(2)}";
            string channel = random.Next(3) == 0 ? $"channel {queue % 4}" : $"channel {random.Next(4)}";
            double amount = (1 + (queue % 3)) * (0.5 + (40 * random.NextDouble() * random.NextDouble()));
            tickets[i] = new Ticket(
                words, product, channel, random.Next(10) == 0 ? null : amount, random.Next(20) == 0 ? Draw(ref random) : queue);
        }

        return tickets;
    }

    private static int Draw(ref SplitMix64 random)
    {
        int left = random.Next(1000);
        int queue = 0;
        while (left >= Shares[queue])
        {
            left -= Shares[queue++];
        }

        return queue;
    }
}
