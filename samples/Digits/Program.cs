using DigitsSample;

return await new CommandLine().RunAsync(args);
