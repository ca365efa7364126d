// Imported before everything else: React and GraphQL choose between their checked and their fast build while they
// load, and take the checked one wherever NODE_ENV is not set.
process.env["NODE_ENV"] ||= "production";
