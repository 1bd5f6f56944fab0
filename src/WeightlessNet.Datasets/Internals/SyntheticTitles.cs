using System.Globalization;
using WeightlessNet.Bits;

namespace WeightlessNet.Datasets.Internals;

/// <summary>Invents unique titles.</summary>
internal sealed class SyntheticTitles
{
    private static readonly string[] Adjectives =
    [
        "Amber", "Borrowed", "Bright", "Broken", "Careless", "Crooked", "Distant", "Electric", "Empty", "Endless", "Faithful", "Fallen",
        "Final", "Forgotten", "Frozen", "Gentle", "Golden", "Hidden", "Hollow", "Honest", "Hungry", "Iron", "Last", "Lonely", "Lost",
        "Lucky", "Midnight", "Nameless", "Northern", "Paper", "Patient", "Quiet", "Reckless", "Red", "Restless", "Scarlet", "Second",
        "Secret", "Silver", "Sleeping", "Stolen", "Stubborn", "Tender", "Unlikely", "Velvet", "Wandering", "Wicked", "Winter",
    ];

    private static readonly string[] Nouns =
    [
        "Accordion", "Alibi", "Anchor", "Apprentice", "Balloon", "Bargain", "Beekeeper", "Bridge", "Cartographer", "Chandelier",
        "Clockmaker", "Compass", "Confession", "Corridor", "Detective", "Dragonfly", "Echo", "Ferryman", "Fiddler", "Fortune", "Garden",
        "Ghost", "Harbour", "Harvest", "Heiress", "Horizon", "Inheritance", "Island", "Jury", "Kingdom", "Ladder", "Lantern", "Letter",
        "Lighthouse", "Locksmith", "Machine", "Masquerade", "Meridian", "Miracle", "Mirror", "Orchard", "Orchestra", "Outlaw", "Passenger",
        "Pilot", "Promise", "Puppet", "Railway", "Reunion", "River", "Robot", "Satellite", "Secretary", "Shadow", "Stranger", "Summer",
        "Tailor", "Thief", "Umbrella", "Understudy", "Violin", "Voyage", "Waltz", "Window",
    ];

    private static readonly string[] Places =
    [
        "Arden", "Birchwood", "Calder", "Dunmore", "Eastwick Bay", "Fairhaven", "Glenrock", "Hartsville", "Ivory Road", "Juniper Hill",
        "Kestrel Point", "Larkspur", "Marlow Street", "Northgate", "Oakmere", "Port Verity", "Quarry Lane", "Ravensfield", "Saltmarsh",
        "Thornby", "Upper Wells", "Vesper", "Westhollow", "Yarrow",
    ];

    private static readonly string[] Names =
    [
        "Ada", "Bruno", "Clara", "Dmitri", "Edith", "Felix", "Greta", "Hugo", "Ines", "Jonas", "Katya", "Leo", "Mabel", "Nico", "Olga",
        "Pablo", "Rosa", "Stellan", "Tilda", "Viktor", "Wanda", "Yusuf",
    ];

    private readonly Dictionary<string, int> _uses = new(StringComparer.Ordinal);

    /// <summary>The next title; a repeated one gets a number, like a sequel.</summary>
    public string Next(ref SplitMix64 random)
    {
        string noun = Pick(Nouns, ref random);
        string title = random.Next(8) switch
        {
            0 or 1 => $"The {Pick(Adjectives, ref random)} {noun}",
            2 => $"{noun} of {Pick(Places, ref random)}",
            3 => $"{Pick(Names, ref random)} and the {noun}",
            4 => $"The {noun} and the {Pick(Nouns, ref random)}",
            5 => $"{Pick(Adjectives, ref random)} {noun}",
            6 => $"{(noun[0] is 'A' or 'E' or 'I' or 'O' or 'U' ? "An" : "A")} {noun} in {Pick(Places, ref random)}",
            _ => $"{Pick(Names, ref random)}'s {Pick(Adjectives, ref random)} {noun}",
        };

        int uses = _uses.GetValueOrDefault(title) + 1;
        _uses[title] = uses;
        return uses == 1 ? title : string.Create(CultureInfo.InvariantCulture, $"{title} {uses}");
    }

    private static string Pick(string[] words, ref SplitMix64 random) => words[random.Next(words.Length)];
}
